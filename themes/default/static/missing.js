// 404.html: leads an old address of the forum to its thread. redirects/index.js says how the forum's engines write
// addresses, redirects/<n>.js which threads and posts are here. site_gen/redirects.py makes them.
(function () {
  "use strict";
  var script = document.currentScript;
  var searched = !script.src; // the site's root was looked for: missing.html says how
  var root = new URL("..", new URL(searched ? script.href.baseVal : script.src, document.baseURI));
  var places = {};
  var table;

  if (searched) {
    document.write("</svg><template>"); // what follows is void
    ["a", "link"].forEach(function (name) {
      document.querySelectorAll(name + "[href]").forEach(function (element) {
        var address = element.getAttribute("href");
        if (!/^([a-z]+:|#|\/)/i.test(address)) element.href = new URL(address, root).href;
      });
    });
  }

  // As shard_of() in site_gen/redirects.py.
  function shardOf(key) {
    var state = 0;
    for (var i = 0; i < key.length; i++) state = (state * 31 + key.charCodeAt(i)) % 65521;
    return state % table.shards;
  }

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch (broken) {
      return text;
    }
  }

  // What an address may mean, best first: the address itself, then what each pattern reads from it.
  function meanings(path, query, hash) {
    var found = [{ url: "u" + path + query }];
    var address = path + (query || "?") + hash; // as target_of() in site_gen/link.py
    var anchor = /#p(?:id|ost)?-?(\d+)$/.exec(address);
    table.patterns.forEach(function (pattern) {
      var match;
      try {
        match = new RegExp(pattern[0], pattern[1]).exec(address);
      } catch (unknown) {
        return;
      }
      if (!match || !match.groups) return;
      var post = match.groups.post || (anchor && anchor[1]);
      found.push({
        thread: match.groups.thread && "t" + decoded(match.groups.thread),
        post: post && "p" + post,
        engines: pattern[2]
      });
    });
    return found;
  }

  function values(key) {
    return key && Object.prototype.hasOwnProperty.call(places, key) ? places[key].split(" ") : [];
  }

  // Of several threads of one number, the one of the pattern's engine. "phpbb:12-a1b2c3" names the engine.
  function threadOf(meaning) {
    var all = values(meaning.thread).map(function (value) {
      var parts = value.split(":");
      return { engine: parts.length > 1 ? parts[0] : null, id: parts[parts.length - 1] };
    });
    var own = all.filter(function (one) {
      return one.engine && meaning.engines.indexOf(one.engine) >= 0;
    });
    return (own[0] || all[0] || {}).id;
  }

  function isOf(page, thread) {
    return page === thread || (page.indexOf(thread + "-") === 0 && /^\d{1,4}$/.test(page.slice(thread.length + 1)));
  }

  // Where a meaning leads, below threads/, or nothing.
  function placeOf(meaning) {
    var pages = values(meaning.url || meaning.post);
    var thread = threadOf(meaning);
    var page = meaning.thread
      ? pages.filter(function (one) {
          return isOf(one, thread);
        })[0] || thread
      : pages[0];
    return page && page + ".html" + (meaning.post ? "#" + meaning.post : "");
  }

  function load(name, then) {
    var element = document.createElement("script");
    element.src = new URL("redirects/" + name + ".js", root).href;
    element.onload = element.onerror = then;
    document.head.appendChild(element);
  }

  function lead(all) {
    var place = all.map(placeOf).filter(Boolean)[0];
    if (place) location.replace(new URL("threads/" + place, root).href);
  }

  function look() {
    table = window.sitegenAddresses;
    if (!table) return;
    var inside = location.pathname.indexOf(root.pathname) === 0;
    var path = inside ? "/" + location.pathname.slice(root.pathname.length) : location.pathname;
    var all = meanings(path, location.search, location.hash);
    var shards = {};
    all.forEach(function (meaning) {
      [meaning.url, meaning.thread, meaning.post].filter(Boolean).forEach(function (key) {
        shards[shardOf(key)] = true;
      });
    });
    var left = Object.keys(shards).length;
    Object.keys(shards).forEach(function (shard) {
      load(shard, function () {
        left -= 1;
        if (!left) lead(all);
      });
    });
  }

  window.sitegenPlaces = function (shard, found) {
    Object.keys(found).forEach(function (key) {
      places[key] = found[key];
    });
  };
  if (!/\/404\.html$/.test(location.pathname)) load("index", look);
})();
