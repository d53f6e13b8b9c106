/* Passkeys: <form data-passkey="create|get"> with its options in data-options or at data-options-url. */
(function () {
  "use strict";

  function toBytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (sign) { return sign.charCodeAt(0); });
  }

  function toText(buffer) {
    var signs = "";
    new Uint8Array(buffer).forEach(function (byte) { signs += String.fromCharCode(byte); });
    return btoa(signs).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function keys(list) {
    return (list || []).map(function (key) {
      return Object.assign({}, key, { id: toBytes(key.id) });
    });
  }

  function prepared(options, purpose) {
    var asked = Object.assign({}, options.publicKey, { challenge: toBytes(options.publicKey.challenge) });
    if (purpose === "create") {
      asked.user = Object.assign({}, asked.user, { id: toBytes(asked.user.id) });
      asked.excludeCredentials = keys(asked.excludeCredentials);
    } else {
      asked.allowCredentials = keys(asked.allowCredentials);
    }
    return { publicKey: asked };
  }

  function told(credential) {
    var answer = credential.response;
    var response = { clientDataJSON: toText(answer.clientDataJSON) };
    if (answer.attestationObject) {
      response.attestationObject = toText(answer.attestationObject);
      response.transports = answer.getTransports ? answer.getTransports() : [];
    } else {
      response.authenticatorData = toText(answer.authenticatorData);
      response.signature = toText(answer.signature);
      response.userHandle = answer.userHandle ? toText(answer.userHandle) : null;
    }
    return {
      id: credential.id,
      rawId: toText(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment || undefined,
      clientExtensionResults: credential.getClientExtensionResults(),
      response: response
    };
  }

  function optionsOf(form) {
    if (!form.dataset.optionsUrl) return Promise.resolve(JSON.parse(form.dataset.options));
    return fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" }, credentials: "same-origin" })
      .then(function (response) { return response.json(); })
      .then(function (answer) { return answer.request_options; });
  }

  function ask(form) {
    var purpose = form.dataset.passkey;
    var status = form.querySelector("[role=status]");
    status.textContent = "";
    return optionsOf(form)
      .then(function (options) { return navigator.credentials[purpose](prepared(options, purpose)); })
      .then(function (credential) {
        form.elements.credential.value = JSON.stringify(told(credential));
        HTMLFormElement.prototype.submit.call(form);
      })
      .catch(function () {
        delete form.dataset.sent;
        status.textContent = form.dataset.failed;
      });
  }

  if (!window.PublicKeyCredential || !window.isSecureContext) return;
  document.querySelectorAll("form[data-passkey]").forEach(function (form) {
    form.hidden = false;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      ask(form);
    });
  });
  document.querySelectorAll("[data-without-passkey]").forEach(function (note) { note.hidden = true; });
})();
