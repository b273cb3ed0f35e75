// Comforts for readers: how pages look, keys, copying of code, pictures. Every page can be read without this script.
(function () {
  "use strict";
  var root = document.documentElement;
  var LOOK = { scheme: ["auto", "light", "dark"], size: ["small", "normal", "large", "huge"], width: ["narrow", "normal", "wide"], shortcuts: ["on", "off"] };
  var USUAL = { scheme: "auto", size: "normal", width: "normal", shortcuts: "on" };

  // Storage may be forbidden, and on file:// may be shared or missing.
  function stored(name) {
    try {
      var value = localStorage.getItem("sitegen-" + name);
      return LOOK[name].indexOf(value) < 0 ? USUAL[name] : value;
    } catch (error) {
      return USUAL[name];
    }
  }

  function choose(name, value) {
    root.setAttribute("data-" + name, value);
    try {
      localStorage.setItem("sitegen-" + name, value);
    } catch (error) {
      return; // it holds for this page
    }
  }

  root.classList.add("scripted");
  Object.keys(LOOK).forEach(function (name) {
    root.setAttribute("data-" + name, stored(name));
  });

  function make(tag, properties, children) {
    var element = Object.assign(document.createElement(tag), properties);
    element.append.apply(element, children || []);
    return element;
  }

  function all(css) {
    return Array.prototype.slice.call(document.querySelectorAll(css));
  }

  document.addEventListener("DOMContentLoaded", function () {
    var words = window.sitegenWords || {};

    // ── Windows ──

    function open(title, children, className) {
      var close = make("button", { type: "button", textContent: words.close });
      var dialog = make("dialog", { className: className || "", lang: words.language || "" }, title ? [make("h2", { textContent: title, id: "window" })] : []);
      dialog.append.apply(dialog, children.concat(close));
      if (title) dialog.setAttribute("aria-labelledby", "window");
      close.addEventListener("click", function () { dialog.close(); });
      dialog.addEventListener("click", function (event) { if (event.target === dialog) dialog.close(); });
      dialog.addEventListener("close", function () { dialog.remove(); });
      document.body.append(dialog);
      dialog.showModal();
      return dialog;
    }

    function choice(name, title) {
      var options = LOOK[name].map(function (value) {
        var input = make("input", { type: "radio", name: name, value: value, checked: root.getAttribute("data-" + name) === value });
        input.addEventListener("change", function () { choose(name, value); });
        return make("label", {}, [input, words[value]]);
      });
      return make("fieldset", {}, [make("legend", { textContent: title })].concat(options));
    }

    function settings() {
      open(words.reading, [choice("scheme", words.scheme), choice("size", words.size), choice("width", words.width), choice("shortcuts", words.shortcuts)]);
    }

    function help() {
      var keys = [["j", words.next], ["k", words.previous], ["g", words.goto], ["/", words.search], ["s", words.reading], ["?", words.help]];
      var list = [];
      keys.forEach(function (key) {
        list.push(make("dt", {}, [make("kbd", { textContent: key[0] })]), make("dd", { textContent: key[1] }));
      });
      open(words.keys, [make("dl", {}, list)]);
    }

    // ── Posts ──

    function posts() {
      return all("article[id]").filter(function (post) { return post.offsetParent !== null; })
        .sort(function (one, other) { return one.getBoundingClientRect().top - other.getBoundingClientRect().top; });
    }

    function step(by) {
      var shown = posts();
      var at = shown.indexOf(document.activeElement && document.activeElement.closest("article"));
      if (at < 0) {
        at = shown.filter(function (post) { return post.getBoundingClientRect().top < 8; }).length - 1;
      } else {
        var box = shown[at].getBoundingClientRect();
        if (box.bottom < 0 || box.top > innerHeight) at = shown.filter(function (post) { return post.getBoundingClientRect().top < 8; }).length - 1;
      }
      var next = shown[Math.max(0, Math.min(shown.length - 1, at + by))];
      if (!next) return;
      next.tabIndex = -1;
      next.focus({ preventScroll: true });
      next.scrollIntoView({ block: "start", behavior: "instant" });
    }

    function go(number) {
      var pager = document.querySelector("[data-firsts]");
      var here = document.getElementById("f" + number) || document.getElementById("n" + number);
      if (here || !pager) {
        if (here) location.hash = here.id;
        return;
      }
      var firsts = pager.getAttribute("data-firsts").split(" ").map(Number);
      var page = Math.max(1, firsts.filter(function (first) { return first <= number; }).length);
      var first = pager.getAttribute("data-page");
      location.href = (page === 1 ? first : first.replace(/\.html$/, "-" + page + ".html")) + "#f" + number;
    }

    function goto() {
      var field = make("input", { type: "number", min: 1, required: true });
      var button = make("button", { type: "button", textContent: words.go });
      var dialog = open(words.goto, [make("label", {}, [words.number, field]), button]);
      function leave() {
        if (!field.checkValidity()) return;
        dialog.close();
        go(Number(field.value));
      }
      button.addEventListener("click", leave);
      field.addEventListener("keydown", function (event) { if (event.key === "Enter") leave(); });
      field.focus();
    }

    function search() {
      var field = document.querySelector("main input[type=search]");
      var page = document.querySelector('header.site a[href$="search.html"]');
      if (field) field.focus();
      else if (page) location.href = page.href;
    }

    var KEYS = { j: function () { step(1); }, k: function () { step(-1); }, "/": search, "?": help, s: settings };
    if (document.querySelector("article[id]")) KEYS.g = goto;

    document.addEventListener("keydown", function (event) {
      var typing = event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
      if (event.ctrlKey || event.metaKey || event.altKey || typing || document.querySelector("dialog[open]")) return;
      if (root.getAttribute("data-shortcuts") === "off" || !Object.hasOwn(KEYS, event.key)) return;
      event.preventDefault();
      KEYS[event.key]();
    });

    var reading = document.getElementById("reading");
    if (reading) reading.addEventListener("click", settings);

    // ── Code ──

    function copy(pre, button) {
      function said() {
        button.textContent = words.copied;
        setTimeout(function () { button.textContent = words.copy; }, 1500);
      }
      function selected() { // on file:// there is no clipboard to write to
        var selection = getSelection();
        selection.selectAllChildren(pre);
        if (document.execCommand("copy")) said();
        selection.removeAllRanges();
      }
      if (navigator.clipboard) navigator.clipboard.writeText(pre.textContent).then(said, selected);
      else selected();
    }

    all(".b pre").forEach(function (pre) {
      var button = make("button", { type: "button", className: "copy", textContent: words.copy });
      var box = make("div", { className: "code" });
      pre.before(box);
      box.append(pre, button);
      button.addEventListener("click", function () { copy(pre, button); });
    });

    addEventListener("load", function () { // what scrolls must be reached by key
      all(".b pre, .b table").forEach(function (box) {
        if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      });
    });

    // ── Pictures ──

    function view(pictures, at) {
      var image = make("img", {});
      var caption = make("p", {});
      var dialog = open("", [image, caption], "viewer");
      dialog.setAttribute("aria-label", words.picture);
      function show(number) {
        at = (number + pictures.length) % pictures.length;
        image.src = pictures[at].href;
        image.alt = pictures[at].querySelector("img").alt;
        caption.textContent = (image.alt ? image.alt + " · " : "") + (at + 1) + " / " + pictures.length;
        dialog.classList.remove("full");
      }
      image.addEventListener("click", function () { dialog.classList.toggle("full"); });
      dialog.addEventListener("keydown", function (event) {
        if (event.key === "ArrowRight") show(at + 1);
        if (event.key === "ArrowLeft") show(at - 1);
      });
      dialog.addEventListener("close", function () { pictures[at].focus(); });
      show(at);
    }

    var pictures = all("a.pic");
    pictures.forEach(function (link, number) {
      link.addEventListener("click", function (event) {
        if (event.ctrlKey || event.metaKey || event.shiftKey || !link.querySelector("img")) return;
        event.preventDefault();
        view(pictures, number);
      });
    });
  });
})();
