// What a page of a draft does beyond HTML: it saves itself, keeps what is not saved yet in this browser, and tells who
// else is here. htmx sends; this file decides when there is something to send and what to do with the answer.
(function () {
  "use strict";

  var form = document.getElementById("page-form");
  var status = document.getElementById("save-status");
  var presence = document.getElementById("presence");
  if (!form || !status || !window.htmx) {
    return;
  }

  var NOT_SAVED = "Not saved. Your work is still on this page.";
  var PREFIX = "itf-words:"; // app.js removes what is left under it
  var NOT_WORDS = ["csrfmiddlewaretoken", "template", "version", "sitting", "sent", "came_from", "came_at", "opened"];
  var LONGEST_WAIT_MS = 60000;
  var LONGEST_LEAVING_MS = 15000;
  var byHand = form.hasAttribute("data-by-hand"); // a page with a conflict is saved by its author alone
  var stopped = false; // someone else came first: nothing more is sent until the author decides
  var leaving = false; // sent as a whole: what it saved by itself from now on, the page that comes would not know
  var failures = 0;
  var retry = null;
  var inFlight = null;

  function box(name) {
    return form.querySelector("input[name=" + name + "]");
  }

  function words() {
    return Array.from(new FormData(form).entries()).filter(function (entry) {
      return typeof entry[1] === "string" && NOT_WORDS.indexOf(entry[0]) < 0;
    });
  }

  // A row gets its id when it is first saved: that alone is no change.
  function fingerprint(entries) {
    return JSON.stringify(
      entries.filter(function (entry) {
        return !/-(row|new)$/.test(entry[0]);
      })
    );
  }

  var saved = form.hasAttribute("data-unsaved") || byHand ? null : fingerprint(words());

  function isSaved() {
    return fingerprint(words()) === saved;
  }

  // Words in the browser, by person, page and opened page: two tabs do not overwrite each other's.

  function ours() {
    return PREFIX + form.dataset.person + ":" + form.getAttribute("action") + ":";
  }

  function keep(whenSent) {
    var name = ours() + box("sitting").value;
    try {
      if (isSaved()) {
        localStorage.removeItem(name);
        return;
      }
      localStorage.setItem(
        name,
        JSON.stringify({
          at: Date.now(),
          version: box("version").value,
          template: box("template").value,
          sitting: box("sitting").value,
          sent: whenSent || Number(box("sent").value) + 1,
          words: words(),
        })
      );
    } catch (full) {
      // No room, or storage switched off: the page itself still holds the words.
    }
  }

  function forget(name) {
    try {
      localStorage.removeItem(name);
    } catch (off) {
      // As above.
    }
  }

  // Read from the newest: what was saved after all, or stands on the page, is no longer needed.
  function kept() {
    var found = [];
    try {
      Object.keys(localStorage).forEach(function (name) {
        if (name.indexOf(ours()) !== 0) {
          return;
        }
        var entry = JSON.parse(localStorage.getItem(name));
        var arrived = entry.sitting === form.dataset.last && entry.sent <= Number(form.dataset.lastSent);
        if (arrived || entry.sitting === box("came_from").value || fingerprint(entry.words) === fingerprint(words())) {
          localStorage.removeItem(name);
        } else if (entry.sitting !== box("sitting").value) {
          found.push({ name: name, entry: entry });
        }
      });
    } catch (off) {
      return [];
    }
    return found.sort(function (one, other) {
      return other.entry.at - one.entry.at;
    });
  }

  function plainText(node) {
    return node.textContent.replace(/\s+/g, " ").trim();
  }

  function timeOf(at) {
    var when = new Date(at);
    var hour = when.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    var isToday = when.toDateString() === new Date().toDateString();
    return isToday ? hour : when.toLocaleDateString("en-GB", { day: "numeric", month: "long" }) + ", " + hour;
  }

  function offer() {
    var panel = document.getElementById("kept-words");
    var newest = kept()[0];
    panel.hidden = !newest;
    if (!newest) {
      return;
    }
    panel.querySelector("[data-kept-at]").textContent = timeOf(newest.entry.at);
    panel.querySelector("[data-kept-put-back]").onclick = function () {
      putBack(newest.entry);
    };
    panel.querySelector("[data-kept-throw-away]").onclick = function () {
      forget(newest.name);
      offer();
      document.getElementById("main-content").setAttribute("tabindex", "-1");
      document.getElementById("main-content").focus();
    };
  }

  // The server puts them back: it knows how a page with more rows looks, and what others have saved meanwhile.
  function putBack(entry) {
    var sender = document.createElement("form");
    sender.method = "post";
    sender.action = form.getAttribute("action");
    var fields = entry.words.concat([
      ["csrfmiddlewaretoken", box("csrfmiddlewaretoken").value],
      ["version", entry.version],
      ["template", entry.template],
      ["sitting", entry.sitting],
      ["sent", String(entry.sent)],
      ["words_back", "1"],
    ]);
    fields.forEach(function (field) {
      var input = document.createElement("textarea"); // an input would drop line ends
      input.name = field[0];
      input.value = field[1];
      sender.appendChild(input);
    });
    sender.hidden = true;
    document.body.appendChild(sender);
    sender.submit();
  }

  // Saving.

  function save() {
    if (!byHand && !stopped && !isSaved()) {
      window.htmx.trigger(status, "save");
    }
  }

  function tryAgain() {
    if (retry !== null || byHand || stopped) {
      return;
    }
    failures += 1;
    retry = window.setTimeout(function () {
      retry = null;
      save();
    }, Math.min(LONGEST_WAIT_MS, 1000 * Math.pow(2, failures)));
  }

  var REFUSED = "desk-save-status--refused"; // keeps the line in view, wherever on the page the author is

  function sayRefused(text, link) {
    status.textContent = text;
    status.classList.add(REFUSED);
    if (link) {
      status.append(" ", link);
    }
  }

  function linkTo(destination, text) {
    var link = document.createElement("a");
    link.className = "govuk-link";
    link.href = destination;
    link.textContent = text;
    return link;
  }

  status.addEventListener("htmx:configRequest", function (event) {
    if (stopped || leaving || isSaved()) {
      event.preventDefault();
      return;
    }
    box("sent").value = String(Number(box("sent").value) + 1);
    event.detail.parameters.sent = box("sent").value;
    inFlight = fingerprint(words());
  });

  status.addEventListener("htmx:beforeOnLoad", function (event) {
    var destination = event.detail.xhr.getResponseHeader("HX-Redirect");
    if (destination) {
      event.preventDefault(); // going there by itself would take the page away under the author's hands
      stopped = true;
      sayRefused(
        "Not saved: you are signed out. A session ends after some time without saving, or when you sign out in " +
          "another tab. What you typed is kept in this browser.",
        linkTo(destination, "Sign in and come back")
      );
    }
  });

  // The server's own words are shown for a conflict and for an answer that cannot be stored.
  status.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.xhr.status === 409 || event.detail.xhr.status === 422) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
      stopped = event.detail.xhr.status === 409;
      status.classList.add(REFUSED);
    }
  });

  status.addEventListener("htmx:afterRequest", function (event) {
    var answer = event.detail.xhr ? event.detail.xhr.status : 0;
    if (event.detail.successful && answer === 200) {
      saved = inFlight;
      failures = 0;
      status.classList.remove(REFUSED);
      document.getElementById("save-conflict").textContent = "";
      document.getElementById("save-conflict").className = "";
      keep();
      save(); // what was typed while this save was under way
    } else if (answer === 0 || answer >= 500) {
      sayRefused(NOT_SAVED);
      tryAgain();
    } else if (!stopped && answer !== 409 && answer !== 422) {
      stopped = true;
      sayRefused(
        "Not saved: you may no longer write this page from here. What you typed is kept in this browser.",
        linkTo(form.getAttribute("action"), "Open the page again")
      );
    }
  });

  // What a box held can be read now: its note, where the page has one, is true no longer.
  status.addEventListener("htmx:afterSwap", function () {
    status.querySelectorAll("[data-read]").forEach(function (mark) {
      var note = document.getElementById(mark.dataset.read);
      if (note) {
        note.remove();
      }
    });
  });

  // The list of findings comes back with each save: left alone where it says the same, and as open as it was.
  document.body.addEventListener("htmx:oobBeforeSwap", function (event) {
    if (event.detail.target.id !== "findings-here") {
      return;
    }
    var shown = event.detail.target.querySelector("details");
    var coming = event.detail.fragment.querySelector("details");
    event.detail.shouldSwap = plainText(event.detail.target) !== plainText(event.detail.fragment);
    if (shown && coming) {
      coming.open = shown.open;
    }
  });

  window.addEventListener("online", function () {
    window.clearTimeout(retry);
    retry = null;
    save();
  });

  // Words are kept at once, before anything is sent: a machine may stop between two letters.
  form.addEventListener("input", function () {
    keep();
  });
  form.addEventListener("change", function () {
    keep();
  });

  form.addEventListener("submit", function () {
    keep(Number(box("sent").value) + 1);
    box("sent").value = String(Number(box("sent").value) + 1);
    leaving = true;
    window.setTimeout(stay, LONGEST_LEAVING_MS); // no answer came: the page is still here
  });

  function stay() {
    leaving = false;
    save();
  }

  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      stay(); // come back to by the browser's own button
    }
  });

  // Signing out removes what is kept: with words that are not saved, it has to be asked for twice.
  document.addEventListener("submit", function (event) {
    if (!/\/sign-out\/$/.test(event.target.action) || event.target.dataset.warned || isSaved()) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    event.target.dataset.warned = "yes";
    var place = document.getElementById("save-conflict");
    place.textContent = "You have words that are not saved. Save them first, or sign out again to throw them away.";
    place.className = "desk-stopped govuk-body";
    place.setAttribute("role", "alert");
    place.scrollIntoView({ block: "center" });
    save();
  }, true);

  // Presence.

  presence.addEventListener("htmx:configRequest", function (event) {
    if (document.hidden) {
      event.preventDefault();
    }
  });

  presence.addEventListener("htmx:beforeOnLoad", function (event) {
    if (event.detail.xhr.getResponseHeader("HX-Redirect")) {
      event.preventDefault();
    }
  });

  // The same words again would be read out again.
  presence.addEventListener("htmx:beforeSwap", function (event) {
    var now = document.createElement("div");
    now.innerHTML = event.detail.serverResponse;
    if (plainText(now) === plainText(presence)) {
      event.detail.shouldSwap = false;
    }
  });

  // What the page as typed comes to: the server computes it, and it is said once the figures have changed.

  var totals = document.getElementById("running-totals");

  function sayTotals(said) {
    document.getElementById("desk-announce").textContent = said;
  }

  if (totals) {
    totals.addEventListener("htmx:beforeOnLoad", function (event) {
      if (event.detail.xhr.getResponseHeader("HX-Redirect")) {
        event.preventDefault();
      }
    });

    totals.addEventListener("htmx:afterSwap", function () {
      var said = totals.querySelector("[data-said]").dataset.said;
      if (said !== totals.dataset.lastSaid) {
        totals.dataset.lastSaid = said;
        sayTotals(said);
      }
    });

    // A row that is brought in, removed or put back changes the sums without a key being pressed.
    form.addEventListener("htmx:load", function (event) {
      if (event.target.closest(".desk-row")) {
        window.htmx.trigger(totals, "count");
      }
    });
  }

  window.addEventListener("pagehide", function () {
    var leaving = new FormData();
    leaving.append("csrfmiddlewaretoken", box("csrfmiddlewaretoken").value);
    leaving.append("left", "1");
    navigator.sendBeacon(presence.getAttribute("hx-post"), leaving);
  });

  offer();
  if (saved === null) {
    keep();
    document.addEventListener("DOMContentLoaded", save); // htmx listens from then on
  }
})();
