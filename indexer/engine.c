/* The engine tells a full disk only in words, hence the look at its sentence. */
#include "indexer/engine.h"

#include <string.h>

static enum err_code code_of(const struct xc_error *engine) {
    switch (engine->code) {
    case XC_OK:
        return ERR_OK;
    case XC_NOT_FOUND:
    case XC_CORRUPT:
    case XC_VERSION:
        return ERR_CORRUPT;
    case XC_LOCKED:
        return ERR_LOCKED;
    case XC_IO:
        return strstr(engine->text, "No space left") ? ERR_FULL : ERR_IO;
    case XC_NETWORK:
        return ERR_NETWORK;
    case XC_MEMORY:
        return ERR_MEMORY;
    default:
        return ERR_ENGINE;
    }
}

enum err_code engine_error(struct err *e, const struct xc_error *engine, const char *what) {
    return err_set(e, code_of(engine), "%s: %s", what, engine->text);
}
