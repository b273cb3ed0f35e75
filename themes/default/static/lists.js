// Leads to today among the days of any year, and marks it there. The lists can be read without this script.
(function () {
  "use strict";
  var now = new Date();
  var month = ("0" + (now.getMonth() + 1)).slice(-2);
  var day = "d" + ("0" + now.getDate()).slice(-2);
  var link = document.getElementById("on-this-day");
  if (link) {
    link.setAttribute("href", link.getAttribute("href").replace(/on-\d\d\.html$/, "on-" + month + ".html#" + day));
  }
  var today = document.getElementById(day);
  if (today && today.classList.contains("day") && location.pathname.endsWith("/on-" + month + ".html")) {
    today.classList.add("today");
  }
})();
