// The payment modeller beyond HTML: a slider beside each box, and faults marked as they come. htmx asks for the result.
(function () {
  "use strict";

  var form = document.getElementById("payment-form");
  if (!form) {
    return;
  }

  function plainNumber(text) {
    var bare = text.replace(/[£%,\s]/g, "").replace("−", "-");
    return /^-?\d+(\.\d+)?$/.test(bare) ? Number(bare) : null;
  }

  function say(slider, box) {
    var prefix = box.parentElement.querySelector(".govuk-input__prefix");
    var suffix = box.parentElement.querySelector(".govuk-input__suffix");
    slider.setAttribute(
      "aria-valuetext",
      (prefix ? prefix.textContent : "") + (box.value || "not known") + (suffix ? suffix.textContent : "")
    );
  }

  // As many as the steps have, and two at least; never three, which could be read as thousands.
  function decimals(slider) {
    var most = Math.max(2, (slider.step.split(".")[1] || "").length);
    return most === 3 ? { minimumFractionDigits: 4 } : { maximumFractionDigits: most };
  }

  // The slider stands where the box says, as near as it can.
  function follow(slider, box) {
    var figure = plainNumber(box.value);
    if (figure !== null) {
      slider.value = String(figure);
    }
    say(slider, box);
  }

  form.querySelectorAll("input[data-slides]").forEach(function (slider) {
    var box = document.getElementById(slider.dataset.slides);
    slider.hidden = false;
    follow(slider, box);
    // Heard before the form, which sends the boxes: a slider has no name of its own.
    slider.addEventListener("input", function () {
      box.value = Number(slider.value).toLocaleString("en-GB", decimals(slider));
      say(slider, box);
    });
    box.addEventListener("input", function () {
      follow(slider, box);
    });
  });

  function markFaults() {
    form.querySelectorAll(".desk-slider").forEach(function (group) {
      var isWrong = Boolean(group.querySelector(".govuk-error-message").textContent.trim());
      var box = group.querySelector("input[name]");
      group.classList.toggle("govuk-form-group--error", isWrong);
      box.classList.toggle("govuk-input--error", isWrong);
      box.setAttribute("aria-invalid", String(isWrong));
    });
  }

  markFaults();
  document.body.addEventListener("htmx:afterSettle", markFaults);
})();
