// Reads QR codes from the camera: the browser's own reader, else the one we ship.

const EVERY_MS = 120;

async function reader(base) {
  if ("BarcodeDetector" in window) {
    const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
    if (formats.includes("qr_code")) {
      const own = new BarcodeDetector({ formats: ["qr_code"] });
      return async (video) => (await own.detect(video)).map((one) => one.rawValue);
    }
  }
  const { prepareZXingModule, readBarcodes } = await import("./zxing/reader.js");
  prepareZXingModule({ overrides: { locateFile: (name) => `${base}zxing/${name}` } });
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, 800 / video.videoWidth);
    canvas.width = video.videoWidth * scale;
    canvas.height = video.videoHeight * scale;
    pen.drawImage(video, 0, 0, canvas.width, canvas.height);
    const picture = pen.getImageData(0, 0, canvas.width, canvas.height);
    const found = await readBarcodes(picture, { formats: ["QRCode"], maxNumberOfSymbols: 1 });
    return found.map((one) => one.text);
  };
}

/** Shows the camera in `video` and calls `seen` with each text, the same one not twice in 4 s. */
export async function start(video, base, seen) {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: "environment", width: { ideal: 1280 } },
  });
  video.srcObject = stream;
  await video.play();
  const read = await reader(base);
  let last = "";
  let until = 0;
  let stopped = false;
  (async function look() {
    while (!stopped) {
      const texts = await read(video).catch(() => []);
      const [text] = texts;
      if (text && (text !== last || Date.now() > until)) {
        [last, until] = [text, Date.now() + 4000];
        await seen(text);
      }
      await new Promise((done) => setTimeout(done, EVERY_MS));
    }
  })();
  return () => {
    stopped = true;
    stream.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  };
}
