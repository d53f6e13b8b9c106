/* Counts digits while a sheet is typed, and goes to the answers after the number. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-digits]");
  if (!form) return;
  var answers = form.elements.answers, words = form.querySelector("[data-typed]");
  function count() {
    var typed = answers.value.replace(/\D/g, "").length;
    words.textContent = words.dataset.typed.replace("{typed}", typed).replace("{all}", form.dataset.digits);
  }
  words.hidden = false;
  answers.addEventListener("input", count);
  count();
  form.elements.number.addEventListener("keydown", function (event) {
    if (event.key === "Enter") { event.preventDefault(); answers.focus(); }
  });
  (form.elements.number.value ? answers : form.elements.number).focus();
})();
