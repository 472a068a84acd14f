// Server-sent events over as many connections as they take. An EventSource can show no API key and does not tell why
// it was refused.

import { Problem, call } from "./api.js";

const LONGEST_PAUSE = 5_000;

/** So long events are read before the browser may draw and listen again, in milliseconds: many can come at once. */
const TURN = 8;

/** A connection could not be opened, or broke off. */
class Lost extends Error {}

/**
 * Follows events to their end.
 *
 * @param {string} path
 * @param {object} reader
 * @param {Function} reader.event is told each event's name, data and id; what it returns true for is the last
 * @param {Function} reader.interrupted is told that a connection was lost, and the reason if there is one
 * @param {AbortSignal} signal ends it before
 * @param {string} [lastEventId] of the last event that is known already
 * @returns {Promise<void>} when it has ended; rejected when it cannot go on: with a Problem, or with what is wrong with an event
 *     or its reader, which another connection would not mend
 */
export async function follow(path, { event, interrupted }, signal, lastEventId) {
  let last = lastEventId;
  let pause = 0;
  while (!signal.aborted) {
    let reason;
    try {
      const response = await open(path, last, signal);
      if (response.status === 204) {
        return;
      }
      let turn = performance.now();
      for await (const { name, data, id } of parse(response.body)) {
        if (performance.now() - turn > TURN) {
          await others();
          turn = performance.now();
        }
        if (signal.aborted) {
          return;
        }
        pause = 0;
        last = id ?? last;
        const content = JSON.parse(data);
        if (name === "problem") {
          reason = content.detail;
        } else if (event(name, content, id)) {
          return;
        }
      }
    } catch (problem) {
      if (signal.aborted) {
        return;
      }
      if (problem instanceof Problem && problem.passes) {
        reason = problem.message;
        pause = Math.max(pause, 1_000 * problem.retryAfter);
      } else if (!(problem instanceof Lost)) {
        if (!(problem instanceof Problem)) {
          // A mistake of this page, which nobody would see otherwise.
          reportError(problem);
        }
        throw problem;
      }
    }
    if (!signal.aborted) {
      interrupted(reason);
      await sleep(pause, signal);
      pause = Math.min(LONGEST_PAUSE, 2 * pause + 250);
    }
  }
}

/** Opens one connection. */
async function open(path, last, signal) {
  try {
    return await call(path, {
      signal,
      cache: "no-store",
      headers: { Accept: "text/event-stream", ...(last !== undefined && { "Last-Event-ID": last }) },
    });
  } catch (problem) {
    throw problem instanceof Problem ? problem : new Lost(problem.message, { cause: problem });
  }
}

/** The events of one connection. Much may come at once, so it is taken apart line by line as it is asked for. */
async function* parse(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  let from = 0;
  let event = {};
  try {
    for (;;) {
      const end = text.indexOf("\n", from);
      if (end < 0) {
        const { done, value } = await reader.read().catch((problem) => {
          throw new Lost(problem.message, { cause: problem });
        });
        if (done) {
          return;
        }
        text = text.slice(from) + value;
        from = 0;
      } else if (end === from) {
        if (event.data !== undefined) {
          yield event;
        }
        event = {};
        from++;
      } else {
        take(event, text.slice(from, end));
        from = end + 1;
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** Adds a line to an event. */
function take(event, line) {
  const colon = line.indexOf(":");
  const value = line.slice(colon + 1).replace(/^ /, "");
  switch (line.slice(0, colon)) {
    case "event":
      event.name = value;
      break;
    case "data":
      event.data = event.data === undefined ? value : `${event.data}\n${value}`;
      break;
    case "id":
      event.id = value;
      break;
  }
}

/** Lets everybody else have a turn. A timer would wait longer, and a second where nobody looks. */
function others() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

function sleep(milliseconds, signal) {
  return new Promise((resolve) => {
    const waiting = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(waiting);
      resolve();
    });
  });
}
