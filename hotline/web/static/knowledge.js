// What does the article form refine when scripts run? Counters that follow the typing. The form works without this file.
(() => {
  const count = (counter, text) => {
    if (counter.dataset.lines) return text.split("\n").filter((line) => line.trim()).length;
    return [...(counter.dataset.solid ? text.replace(/\s+/g, "") : text.trim())].length;
  };
  document.querySelectorAll("[data-counter]").forEach((counter) => {
    const field = document.getElementById(`f-${counter.dataset.counter}`);
    const show = () => {
      const now = count(counter, field.value), least = Number(counter.dataset.least), most = Number(counter.dataset.most);
      counter.querySelector("b").textContent = now;
      counter.classList.toggle("bad", now > 0 && (now < least || (most > 0 && now > most)));
    };
    field.addEventListener("input", show);
    show();
  });
  document.querySelector(".told.refused[tabindex]")?.focus();

  // Leaving with something typed and not saved is asked about once.
  const form = document.getElementById("article-form");
  let typed = false;
  form?.addEventListener("input", () => (typed = true));
  form?.addEventListener("submit", () => (typed = false));
  window.addEventListener("beforeunload", (event) => typed && event.preventDefault());
})();
