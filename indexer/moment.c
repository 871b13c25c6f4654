/* Always in UTC: collections travel between machines. */
#include "indexer/moment.h"

const char *moment_text(time_t when, char room[MOMENT_SIZE]) {
    struct tm utc;
    if (gmtime_r(&when, &utc) == NULL || strftime(room, MOMENT_SIZE, "%Y-%m-%dT%H:%M:%SZ", &utc) == 0)
        room[0] = 0;
    return room;
}

const char *moment_now(char room[MOMENT_SIZE]) {
    return moment_text(time(NULL), room);
}
