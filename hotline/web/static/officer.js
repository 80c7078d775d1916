// What do the officers' pages refine when scripts run? Keys in the queue, prepared texts, the print button, the chart.
// Every page works without this file.
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const typing = (element) => element && /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) && !/^(radio|checkbox)$/.test(element.type);

  // Dispatch: the reason follows the picked department until it is written by hand.
  document.addEventListener("change", ({ target }) => {
    const form = target.closest("[data-decide]");
    if (!form) return;
    if (target.matches("[data-another]") && target.value) one("input[name=pick]:not([data-key])", form).checked = true;
    const picked = one("input[name=pick]:checked", form), field = one("[data-reason-field]", form);
    if (picked && !field.dataset.own) field.value = picked.dataset.reason;
  });
  document.addEventListener("input", ({ target }) => {
    if (target.matches("[data-reason-field]")) target.dataset.own = "yes";
  });
  document.addEventListener("keydown", (event) => {
    const form = one("[data-decide]");
    const elsewhere = event.target.closest("form") && event.target.closest("form") !== form; // a key meant for another act never dispatches
    if (form && !elsewhere && !event.repeat && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(document.activeElement)) decide(form, event);
    if (event.key === "Enter" && event.ctrlKey && event.target.id === "words") event.target.form.requestSubmit();
  });
  function decide(form, event) {
    const pick = /^[1-3]$/.test(event.key) && one(`input[data-key="${event.key}"]`, form);
    if (pick) {
      pick.checked = true;
      pick.focus();
      pick.dispatchEvent(new Event("change", { bubbles: true }));
      event.preventDefault();
    } else if (event.key === "Enter" && !event.target.closest("a, button, summary")) {
      event.preventDefault();
      form.requestSubmit();
    }
  }

  // The keys start where the work is: the first row, or the pick of the row just opened; a poll never moves them.
  const toWork = () => (one("#queue [data-decide] [data-focus]") || one("#queue [data-focus]"))?.focus();
  let opening = false;
  document.addEventListener("htmx:before:swap", ({ detail }) => (opening = detail.ctx.sourceElement.matches(".queue-row")));
  document.addEventListener("htmx:after:swap", () => opening && toWork());
  toWork();

  // One press sends a form once.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

  // Prepared texts go into the field instead of loading the page again.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-template], [data-insert]");
    const field = link && (link.dataset.template ? one("textarea", link.closest("form")) : one("#words"));
    if (!field) return;
    event.preventDefault();
    field.value = (field.value.trim() ? field.value.trimEnd() + "\n" : "") + (link.dataset.template || link.dataset.insert);
    field.focus();
  });

  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });

  // The newest line of a conversation stays in sight unless one scrolled up to read.
  const lines = () => one("#lines");
  const toEnd = () => lines() && (lines().scrollTop = lines().scrollHeight);
  let atEnd = true;
  document.addEventListener("htmx:before:swap", () => lines() && (atEnd = lines().scrollHeight - lines().scrollTop - lines().clientHeight < 60));
  document.addEventListener("htmx:after:swap", () => atEnd && toEnd());
  toEnd();

  // A poll that fails says so; one that ended at the sign-in page goes there.
  const offline = (hidden) => one("#offline") && (one("#offline").hidden = hidden);
  document.addEventListener("htmx:before:response", (event) => {
    const answer = event.detail.ctx.response.raw || event.detail.ctx.response;
    if (!answer.url || !new URL(answer.url).pathname.startsWith("/sign-in")) return;
    event.preventDefault();
    location.reload();
  });
  document.addEventListener("htmx:after:request", (event) => offline(event.detail.ctx.response.status < 400));
  document.addEventListener("htmx:response:error", () => offline(false));
  document.addEventListener("htmx:error", () => offline(false));

  window.addEventListener("load", () => {
    const box = one("#chart");
    if (!box || !window.echarts) return;
    box.hidden = false;
    const { names, late, running } = JSON.parse(box.dataset.chart);
    box.style.height = `${names.length * 34 + 70}px`;
    const chart = window.echarts.init(box);
    const bar = (name, data, color) => ({ name, data, type: "bar", stack: "all", color, barMaxWidth: 20, label: { show: true, formatter: ({ value }) => value || "" } });
    chart.setOption({
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      animation: false, grid: { left: 8, right: 24, top: 36, bottom: 8, containLabel: true }, legend: { top: 0, left: 0 }, tooltip: { trigger: "axis", axisPointer: { type: "shadow" } },
      xAxis: { type: "value", minInterval: 1 }, yAxis: { type: "category", data: names, inverse: true },
      series: [bar("超期", late, "#b3261e"), bar("时限内", running, "#5b8fce")],
    });
    window.addEventListener("resize", () => chart.resize());
  });
})();
