// What the phone keeps, sealed with a key that the PIN opens. Without the PIN it is noise; after
// ten wrong ones it is gone. A scan is written before its verdict is shown.

const ROUNDS = 310_000;
const MOST_TRIES = 10;
const NAME = "nhipcau-gate";
let database = null;
let key = null;

function ask(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

async function opened() {
  if (database) return database;
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("plain");
    request.result.createObjectStore("sealed");
  };
  database = await ask(request);
  return database;
}

async function put(store, name, value) {
  const transaction = (await opened()).transaction(store, "readwrite", { durability: "strict" });
  transaction.objectStore(store).put(value, name);
  await new Promise((done, failed) => {
    transaction.oncomplete = done;
    transaction.onerror = transaction.onabort = () => failed(transaction.error);
  });
}

async function get(store, name) {
  return ask((await opened()).transaction(store).objectStore(store).get(name));
}

async function keyOfPin(pin, salt) {
  const typed = await crypto.subtle.importKey(
    "raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS },
    typed, { name: "AES-GCM", length: 256 }, false, ["wrapKey", "unwrapKey"]);
}

export async function isSetUp() {
  return Boolean(await get("plain", "lock"));
}

/** A new vault; what was there before is gone. */
export async function create(pin) {
  await wipe();
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true,
    ["encrypt", "decrypt"]);
  const wrapped = await crypto.subtle.wrapKey(
    "raw", data, await keyOfPin(pin, salt), { name: "AES-GCM", iv });
  await put("plain", "lock", { salt, iv, wrapped, tries: 0 });
  key = data;
}

/** → "open", "wrong" (with tries left) or "wiped". The try is counted before it is looked at. */
export async function open(pin) {
  const lock = await get("plain", "lock");
  await put("plain", "lock", { ...lock, tries: lock.tries + 1 });
  try {
    key = await crypto.subtle.unwrapKey("raw", lock.wrapped, await keyOfPin(pin, lock.salt),
      { name: "AES-GCM", iv: lock.iv }, "AES-GCM", false, ["encrypt", "decrypt"]);
  } catch {
    const left = MOST_TRIES - lock.tries - 1;
    if (left > 0) return { state: "wrong", left };
    await wipe();
    return { state: "wiped", left: 0 };
  }
  await put("plain", "lock", { ...lock, tries: 0 });
  return { state: "open", left: MOST_TRIES };
}

export async function keep(name, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(value));
  const bound = new TextEncoder().encode(name);
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound }, key, text);
  await put("sealed", name, { iv, data });
}

async function unseal(name, record) {
  const bound = new TextEncoder().encode(name);
  const text = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv: record.iv, additionalData: bound }, key, record.data);
  return JSON.parse(new TextDecoder().decode(text));
}

export async function fetch(name) {
  const record = await get("sealed", name);
  return record ? unseal(name, record) : null;
}

/** Every kept value whose name begins so. */
export async function fetchAll(prefix) {
  const store = (await opened()).transaction("sealed").objectStore("sealed");
  const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
  const [names, records] = await Promise.all([ask(store.getAllKeys(range)), ask(store.getAll(range))]);
  return Promise.all(names.map((name, index) => unseal(name, records[index])));
}

export async function wipe() {
  key = null;
  for (const store of ["plain", "sealed"]) {
    const transaction = (await opened()).transaction(store, "readwrite");
    transaction.objectStore(store).clear();
    await new Promise((done) => { transaction.oncomplete = done; });
  }
}
