// Asking again when the server says so: it is still loading, or was asked too much.

import { withValues } from "./language.js";

const WAITED_FOR = [429, 503];
const PAUSE = 2;

/** What `request()` gives in the end; `onWait(error)` is called before each pause. */
export async function patiently(request, onWait) {
  for (;;) {
    try {
      return await request();
    } catch (error) {
      if (!WAITED_FOR.includes(error.status)) throw error;
      onWait(error);
      await pause(error.retryAfter ?? PAUSE);
    }
  }
}

/** Why one waits, for `data-t`. */
export const waitingText = ({ status, retryAfter: seconds }) =>
  status === 503 ? "library_loading" : withValues("waiting", { seconds });

export const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
