// 404.html: leads an old address of the forum to its thread. redirects/index.js, which is loaded before, says how the
// forum's engine wrote addresses; redirects/<n>.js say which threads and posts are here.
(function () {
  "use strict";
  var table = window.sitegenAddresses;
  var script = document.currentScript;
  if (!table || !script) return;
  var root = new URL("..", script.src);
  var places = {};

  // As shard_of() in site_gen/redirects.py.
  function shardOf(key) {
    var state = 0;
    for (var i = 0; i < key.length; i++) state = (state * 31 + key.charCodeAt(i)) % 65521;
    return state % table.shards;
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

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch (broken) {
      return text;
    }
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

  function placeOf(meaning) {
    if (meaning.url) return values(meaning.url)[0];
    var thread = threadOf(meaning);
    var pages = values(meaning.post);
    if (!meaning.thread) return pages[0] && pages[0] + ".html#" + meaning.post;
    if (!thread) return null;
    var page = pages.filter(function (one) {
      return isOf(one, thread);
    })[0];
    return (page || thread) + ".html" + (meaning.post ? "#" + meaning.post : "");
  }

  function lead(all) {
    for (var i = 0; i < all.length; i++) {
      var place = placeOf(all[i]);
      if (!place) continue;
      if (place.indexOf(".html") < 0) place += ".html";
      location.replace(new URL("threads/" + place, root).href);
      return;
    }
  }

  var inside = location.pathname.indexOf(root.pathname) === 0;
  var path = inside ? "/" + location.pathname.slice(root.pathname.length) : location.pathname;
  var all = meanings(path, location.search, location.hash);
  var wanted = {};
  all.forEach(function (meaning) {
    [meaning.url, meaning.thread, meaning.post].forEach(function (key) {
      if (key) wanted[shardOf(key)] = true;
    });
  });
  if (all.length < 2 && path.indexOf("/404.html") === 0) return;
  var waiting = Object.keys(wanted);
  var left = waiting.length;
  window.sitegenPlaces = function (shard, found) {
    Object.keys(found).forEach(function (key) {
      places[key] = found[key];
    });
  };
  waiting.forEach(function (shard) {
    var element = document.createElement("script");
    element.src = new URL("redirects/" + shard + ".js", root).href;
    element.onload = element.onerror = function () {
      left -= 1;
      if (!left) lead(all);
    };
    document.head.appendChild(element);
  });
})();
