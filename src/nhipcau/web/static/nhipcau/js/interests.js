/* Comfort for the questionnaire: part by part, kept as answered, sent when there is network.
   Without this file it is one long form that is sent as any other. */
(function () {
  "use strict";

  var root = document.querySelector("[data-worker]");
  if (root && "serviceWorker" in navigator && window.isSecureContext) {
    navigator.serviceWorker.register(root.dataset.worker, { scope: root.dataset.scope }).catch(function () {});
  }

  function store(count) { return "nhipcau-interests-" + count; }

  // The result is there: the phone need not keep the answers any longer.
  var done = document.querySelector("[data-sent]");
  if (done) {
    try { localStorage.removeItem(store(done.dataset.sent)); } catch (error) { /* nothing was kept */ }
  }

  var form = document.querySelector("form[data-ask]");
  if (!form) return;
  var name = store(form.dataset.ask);
  var parts = Array.prototype.slice.call(form.querySelectorAll("[data-part]"));
  var items = Array.prototype.slice.call(form.querySelectorAll(".ask__item"));
  var key = form.elements.idempotency_key;
  var one = function (selector) { return form.querySelector(selector); };
  var waiting = one("[data-waiting]"), dialog = one("[data-open-dialog]");
  var kept = read();
  var at = 0, since = Date.now(), anyway = false, sending = false;

  function read() {
    try { return JSON.parse(localStorage.getItem(name)) || {}; } catch (error) { return {}; }
  }
  function write() {
    kept.answers = {};
    Array.prototype.forEach.call(form.elements, function (input) {
      if (!input.name || input.name === "csrfmiddlewaretoken" || input.type === "hidden") return;
      if (input.type === "radio" || input.type === "checkbox") {
        if (input.checked) kept.answers[input.name] = input.value;
      } else if (input.value && input.tagName !== "BUTTON") kept.answers[input.name] = input.value;
    });
    kept.key = key.value;
    kept.part = at;
    try { localStorage.setItem(name, JSON.stringify(kept)); } catch (error) { /* storage refused */ }
  }
  function forget() {
    kept = {};
    try { localStorage.removeItem(name); } catch (error) { /* nothing was kept */ }
  }
  function newKey() {
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.prototype.map.call(bytes, function (byte) { return ("0" + byte.toString(16)).slice(-2); }).join("");
  }
  function restore() {
    Object.keys(kept.answers || {}).forEach(function (field) {
      Array.prototype.forEach.call(form.querySelectorAll('[name="' + CSS.escape(field) + '"]'), function (input) {
        if (input.type === "radio" || input.type === "checkbox") input.checked = input.value === kept.answers[field];
        else input.value = kept.answers[field];
      });
    });
    if (kept.key) key.value = kept.key;
  }
  function isOpen(item) { return !item.querySelector("input:checked"); }

  // Only time with the page in view counts; a pause is no slow reader.
  function spent() {
    if (document.visibilityState === "visible") kept.spent = (kept.spent || 0) + Math.min(Date.now() - since, 120000);
    since = Date.now();
  }
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "visible") since = Date.now();
    else { kept.spent = (kept.spent || 0) + Math.min(Date.now() - since, 120000); since = Date.now(); if (!kept.queued) write(); }
  });

  function show(part, focus) {
    at = Math.max(0, Math.min(part, parts.length - 1));
    parts.forEach(function (section, place) { section.hidden = place !== at; });
    one('[data-do="back"]').hidden = at === 0;
    one('[data-do="next"]').hidden = at === parts.length - 1;
    dialog.hidden = true;
    count();
    if (focus) {
      parts[at].setAttribute("tabindex", "-1");
      parts[at].focus({ preventScroll: true });
      form.scrollIntoView({ block: "start" });
    }
  }
  function count() {
    var answered = items.filter(function (item) { return !isOpen(item); }).length;
    var words = one("[data-progress]");
    words.textContent = words.dataset.progress.replace("{part}", at + 1).replace("{parts}", parts.length)
      .replace("{done}", answered).replace("{all}", items.length);
    one("[data-bar]").value = answered;
    one("[data-clear]").hidden = !answered;
  }
  function lock(is) {
    waiting.hidden = !is;
    one("[data-head]").hidden = is;
    one("[data-turn]").hidden = is;
    one("[data-clear]").hidden = is;
    if (is) parts.forEach(function (section) { section.hidden = true; });
    else show(at);
  }

  function queue() {
    kept.queued = true;
    write();
    lock(true);
  }
  function body() {
    var data = new FormData(form);
    // Told once for a key: a sheet that is sent again is the same sheet.
    data.set("milliseconds", kept.told || "");
    data.set("started", kept.started || "");
    if (anyway || kept.anyway) data.set("anyway", "1");
    return data;
  }
  function freshToken() {
    return fetch(location.href, { headers: { Accept: "text/html" } }).then(function (response) { return response.text(); }).then(function (text) {
      var found = new DOMParser().parseFromString(text, "text/html").querySelector("[name=csrfmiddlewaretoken]");
      if (found) form.elements.csrfmiddlewaretoken.value = found.value;
    });
  }
  function send(again) {
    if (sending && !again) return;
    sending = true;
    fetch(form.action || location.href, { method: "POST", body: body(), credentials: "same-origin" }).then(function (response) {
      // The page may have been kept for long: its token is older than the browser's.
      if (response.status === 403 && !again) return freshToken().then(function () { send(true); });
      sending = false;
      if (response.ok && response.redirected) { forget(); location.assign(response.url); return; }
      if (response.status === 429 || response.status >= 500) { queue(); return; }
      // Something is to be put right: the server's own page says what.
      kept.queued = false;
      write();
      var extra = { milliseconds: kept.told || "", started: kept.started || "" };
      Object.keys(extra).forEach(function (field) { form.elements[field].value = extra[field]; });
      delete form.dataset.sent;
      HTMLFormElement.prototype.submit.call(form);
    }).catch(function () { sending = false; queue(); });
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    delete form.dataset.sent;
    if (event.submitter && event.submitter.name === "anyway") anyway = true;
    var open = items.filter(isOpen);
    var age = form.elements.is_old_enough;
    if (age && !age.checked) { show(parts.length - 1); age.focus(); age.setAttribute("aria-invalid", "true"); if (age.reportValidity) { age.required = true; form.noValidate = false; age.reportValidity(); } return; }
    if (open.length && open.length < items.length && !anyway) {
      var words = one("[data-open-words]");
      words.textContent = words.dataset.openWords.replace("{count}", open.length);
      dialog.hidden = false;
      dialog.scrollIntoView({ block: "center" });
      one('[data-do="first-open"]').focus({ preventScroll: true });
      return;
    }
    spent();
    kept.anyway = anyway;
    kept.told = Math.round(kept.spent || 0);
    // Noted before it is sent: also a page that is closed on the way sends it again, as it was.
    kept.queued = true;
    write();
    if (navigator.onLine === false) queue();
    else send(false);
  }, true);

  form.addEventListener("change", function (event) {
    if (!kept.started) kept.started = Date.now();
    spent();
    write();
    count();
    var item = event.target.closest(".ask__item");
    if (item) item.classList.remove("ask__item--open");
  });
  form.addEventListener("click", function (event) {
    var button = event.target.closest("[data-do]");
    if (!button) return;
    var wanted = button.dataset.do;
    if (wanted === "next") { show(at + 1, true); write(); }
    else if (wanted === "back") { show(at - 1, true); write(); }
    else if (wanted === "anyway") { anyway = true; form.requestSubmit(); }
    else if (wanted === "send") send(false);
    else if (wanted === "first-open") {
      var open = items.filter(isOpen)[0];
      show(parts.indexOf(open.closest("[data-part]")));
      open.classList.add("ask__item--open");
      open.scrollIntoView({ block: "center" });
      open.querySelector("input").focus({ preventScroll: true });
    } else if (wanted === "change") {
      // Other answers are another sheet: what may have arrived already is not overwritten.
      kept.queued = false;
      anyway = kept.anyway = false;
      key.value = newKey();
      lock(false);
      write();
    } else if (wanted === "clear") {
      forget();
      form.reset();
      key.value = newKey();
      show(0, true);
    }
  });
  window.addEventListener("online", function () { if (kept.queued) send(false); });

  restore();
  one("[data-head]").hidden = false;
  one("[data-turn]").hidden = false;
  var wrong = form.querySelector(".errors");
  show(wrong ? parts.length - 1 : kept.part || 0);
  if (kept.queued && !wrong) {
    lock(true);
    if (navigator.onLine !== false) send(false);
  }
})();
