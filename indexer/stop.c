/* The flag is all that a signal handler touches. A blocking read of standard input is interrupted by it (no SA_RESTART),
 * so that a run waiting for a pipe ends at once. */
#include "indexer/stop.h"

#include <signal.h>

static volatile sig_atomic_t asked;

static void on_signal(int number) {
    (void)number;
    asked = 1;
}

void stop_listen(void) {
    struct sigaction listen = {.sa_handler = on_signal}, ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGINT, &listen, NULL);
    sigaction(SIGTERM, &listen, NULL);
    sigaction(SIGXFSZ, &ignore, NULL);
    sigaction(SIGPIPE, &ignore, NULL);
}

bool stop_asked(void) {
    return asked != 0;
}
