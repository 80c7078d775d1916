// What a browser adds to the citizen's pages: words appear at once, Enter sends, a number is copied.
// Without this file every page still works.
(() => {
  document.documentElement.classList.add("js");
  const log = document.getElementById("log");
  const say = document.getElementById("say");

  document.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-copy]");
    if (button) button.textContent = (await copied(button)) ? "已复制" : "请长按复制";
  });

  async function copied(button) {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      return true;
    } catch {
      getSelection().selectAllChildren(button.parentElement.querySelector(".number"));
      return document.execCommand("copy");
    }
  }

  if (!log || !say) return;
  const text = document.getElementById("text");
  const trouble = document.getElementById("trouble");
  const toEnd = () => document.getElementById("end").scrollIntoView({ block: "end" });
  const toOwnWords = () => [...log.querySelectorAll(".mine")].at(-1)?.scrollIntoView();
  let typed = "";
  let following = true;

  toEnd();

  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    say.requestSubmit(document.getElementById("send"));
  });

  say.addEventListener("htmx:before:request", ({ detail }) => {
    const choice = detail.ctx.request.body.get("choice");
    typed = text.value;
    if (!choice) text.value = "";
    trouble.textContent = "";
    showAtOnce(choice || typed);
  });

  say.addEventListener("htmx:error", () => keepTyped("网络不通。"));
  say.addEventListener("htmx:response:error", ({ detail }) => {
    const busy = detail.ctx.response.status === 503;
    keepTyped(busy ? "" : "页面过期了，请刷新页面再发。");
  });
  say.addEventListener("htmx:finally:request", () => {
    if (!matchMedia("(pointer: coarse)").matches) text.focus();
  });
  document.addEventListener("htmx:before:swap", () => {
    following = innerHeight + scrollY > document.body.scrollHeight - 160;
  });
  document.addEventListener("htmx:after:swap", () => {
    const seen = new Set();
    for (const line of log.querySelectorAll("[id^=line-]")) seen.has(line.id) ? line.remove() : seen.add(line.id);
    if (forget()) toOwnWords();
    else if (following) toEnd();
  });

  function showAtOnce(words) {
    const bubble = document.createElement("div");
    bubble.className = "bubble mine at-once";
    bubble.setAttribute("aria-hidden", "true");
    bubble.innerHTML = '<span class="face">我</span><div class="said"><div class="words"><p class="lines"></p></div></div>';
    bubble.querySelector("p").textContent = words;
    log.append(bubble);
    toEnd();
  }

  function forget() {
    const shown = log.querySelectorAll(".at-once");
    shown.forEach((bubble) => bubble.remove());
    return shown.length > 0;
  }

  function keepTyped(sentence) {
    forget();
    if (!text.value) text.value = typed;
    if (sentence) trouble.textContent = `没有发出去。${sentence}您写的内容还在。`;
  }
})();
