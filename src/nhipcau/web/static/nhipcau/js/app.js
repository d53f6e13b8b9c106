/* Comfort only: every page works without this file. */
(function () {
  "use strict";

  // A second tap on a slow network must not send the form again.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method === "get" || form.target) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    setTimeout(function () { delete form.dataset.sent; }, 8000);
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });

  // <form data-keep="name">: typed text survives a lost connection, in this tab only.
  document.querySelectorAll("form[data-keep]").forEach(function (form) {
    var key = "keep:" + form.dataset.keep;
    var texts = "input[type=text], input:not([type]), input[type=tel], input[type=email], textarea";
    try {
      var kept = JSON.parse(sessionStorage.getItem(key) || "{}");
      form.querySelectorAll(texts).forEach(function (input) {
        if (!input.value && kept[input.name]) input.value = kept[input.name];
      });
      form.addEventListener("input", function () {
        var now = {};
        form.querySelectorAll(texts).forEach(function (input) { now[input.name] = input.value; });
        sessionStorage.setItem(key, JSON.stringify(now));
      });
      form.addEventListener("submit", function () { sessionStorage.removeItem(key); });
    } catch (error) { /* storage may be refused: then nothing is kept */ }
  });

  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
})();
