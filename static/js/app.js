// What the pages do beyond HTML: GOV.UK components, focus and announcements around htmx. Every page works without it.
(function () {
  "use strict";

  var GUARD_MS = 3000;

  document.body.classList.add("js-enabled");
  if ("noModule" in HTMLScriptElement.prototype) {
    document.body.classList.add("govuk-frontend-supported");
  }
  if (window.GOVUKFrontend) {
    window.GOVUKFrontend.initAll();
  }

  // A page that answers a form would be asked for by sending the form again; going back to it opens its address anew.
  if (document.documentElement.hasAttribute("data-answers-a-form")) {
    window.history.replaceState(null, "", window.location.href);
  }

  function announce(text) {
    var place = document.getElementById("desk-announce");
    if (place && text) {
      place.textContent = text;
    }
  }

  function focusHeading(id) {
    var heading = document.getElementById(id);
    if (heading) {
      heading.setAttribute("tabindex", "-1");
      heading.focus();
    }
  }

  function focusFirstField(row) {
    var field = row.querySelector("input:not([type=hidden]), select, textarea");
    if (field) {
      field.focus();
    }
  }

  // Once for each element that htmx brings; htmx:afterSettle would name the list, not the new row.
  document.body.addEventListener("htmx:load", function (event) {
    var added = event.detail.elt;
    if (added === document.body) {
      return;
    }
    if (window.GOVUKFrontend) {
      window.GOVUKFrontend.initAll({ scope: added });
    }
    if (added.hasAttribute("data-focus-when-added")) {
      focusFirstField(added);
      announce(added.getAttribute("data-focus-when-added"));
    }
  });

  // A removed row takes the focus with it: the heading of the list gets it, and the removal is said.
  document.body.addEventListener("htmx:afterRequest", function (event) {
    var asker = event.detail.requestConfig && event.detail.requestConfig.elt;
    if (asker && event.detail.successful && asker.hasAttribute("data-focus-when-removed")) {
      focusHeading(asker.getAttribute("data-focus-when-removed"));
      announce(asker.getAttribute("data-announce"));
    }
  });

  function sayNotSaved() {
    var status = document.getElementById("save-status");
    var text = "Not saved. Your work is still on this page.";
    if (status) {
      status.textContent = text;
    } else {
      announce(text);
    }
  }

  // What only asks who else is here, or what the page comes to, has nothing to save.
  function sayNotSavedUnlessQuiet(event) {
    if (!event.detail.elt || ["presence", "running-totals"].indexOf(event.detail.elt.id) < 0) {
      sayNotSaved();
    }
  }

  document.body.addEventListener("htmx:sendError", sayNotSavedUnlessQuiet);
  document.body.addEventListener("htmx:responseError", sayNotSavedUnlessQuiet);

  // Unsaved words that drafting.js keeps: no longer than a session lasts, gone once saved and at sign-out.
  var WORDS = "itf-words:";
  var WORDS_LAST_MS = 12 * 60 * 60 * 1000;

  function forgetWords(isOver) {
    try {
      Object.keys(localStorage).forEach(function (name) {
        if (name.indexOf(WORDS) === 0 && isOver(name, localStorage.getItem(name))) {
          localStorage.removeItem(name);
        }
      });
    } catch (off) {
      // Storage is switched off: nothing is kept.
    }
  }

  forgetWords(function (name, text) {
    try {
      return Date.now() - JSON.parse(text).at > WORDS_LAST_MS;
    } catch (unreadable) {
      return true;
    }
  });

  document.querySelectorAll("[data-tags^='saved:'], [data-tags*=' saved:']").forEach(function (message) {
    var sitting = message.dataset.tags.split("saved:")[1].split(" ")[0];
    forgetWords(function (name) {
      return name.endsWith(":" + sitting);
    });
  });

  document.addEventListener("submit", function (event) {
    if (/\/sign-out\/$/.test(event.target.action) && !event.defaultPrevented) {
      forgetWords(function () {
        return true;
      });
    }
  });

  // The second click of a double click sends nothing. The button keeps its focus; the server is safe without this.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) {
      return;
    }
    if (Date.now() - Number(form.dataset.sentAt || 0) < GUARD_MS) {
      event.preventDefault();
      return;
    }
    form.dataset.sentAt = String(Date.now());
  });

  // A page taken back from the browser's memory may be sent again.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      document.querySelectorAll("form[data-sent-at]").forEach(function (form) {
        delete form.dataset.sentAt;
      });
    }
  });
})();
