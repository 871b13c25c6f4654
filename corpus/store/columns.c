/* Reading columns. All checks are made once, when the file is opened; afterwards every number is an index that fits,
 * and counting a facet is a walk over an array. */
#include "corpus/store/columns.h"

#include "corpus/base/file.h"
#include "corpus/store/columns_format.h"

#include <assert.h>
#include <stdlib.h>

struct column {
    const uint32_t *first; /* NULL when the file has no such field */
    const uint32_t *of;
    const uint32_t *ends;
    const char *strings;
    uint32_t values;
    uint32_t numbers;
    uint32_t string_bytes;
};

struct columns {
    struct file_map map;
    struct column column[FIELD_COUNT];
    const uint32_t *lengths;
    const uint32_t *dates; /* two a document */
    uint32_t documents;
};

static enum err_code damaged(const char *path, const char *what, struct err *e) {
    return err_set(e, ERR_CORRUPT,
                   "The columns %s are damaged: %s. Restore the collection from a copy, or index its sources again.",
                   path, what);
}

/* The next `n` bytes of the file, or NULL when it ends before. */
static const char *take(struct str *rest, uint64_t n) {
    if (n > rest->n)
        return NULL;
    const char *p = rest->p;
    *rest = str_slice(*rest, n, rest->n);
    return p;
}

/* All parts are multiples of four bytes from the beginning of a page, so they may be read as numbers where they lie. */
static const uint32_t *take_numbers(struct str *rest, uint64_t n) {
    return (const uint32_t *)(const void *)take(rest, n * sizeof(uint32_t));
}

static bool rises(const uint32_t *numbers, uint64_t n, uint32_t last) {
    for (uint64_t i = 1; i < n; i++)
        if (numbers[i] < numbers[i - 1])
            return false;
    return numbers[0] == 0 && numbers[n - 1] == last;
}

static bool values_fit(const struct column *column, uint32_t documents) {
    for (uint32_t d = 0; d < documents; d++) {
        for (uint32_t i = column->first[d]; i < column->first[d + 1]; i++)
            if (column->of[i] >= column->values || (i > column->first[d] && column->of[i] <= column->of[i - 1]))
                return false;
    }
    return true;
}

/* The parts of one field, in the order of the file. */
static bool read_column(struct column *column, uint32_t documents, struct str *rest) {
    column->first = take_numbers(rest, (uint64_t)documents + 1);
    column->of = take_numbers(rest, column->numbers);
    column->ends = take_numbers(rest, (uint64_t)column->values * 2 + 1);
    column->strings = take(rest, (uint64_t)column->string_bytes + columns_padding(column->string_bytes));
    return column->first && column->of && column->ends && column->strings &&
           rises(column->first, (uint64_t)documents + 1, column->numbers) &&
           rises(column->ends, (uint64_t)column->values * 2 + 1, column->string_bytes) && values_fit(column, documents);
}

static bool is_day(uint32_t day) {
    return day / 10000 >= 1000 && day / 10000 < 3000 && day / 100 % 100 - 1 < 12 && day % 100 - 1 < 31;
}

/* Whoever counts by date need not ask whether it is one. */
static bool dates_fit(const uint32_t *dates, uint32_t documents) {
    for (uint64_t i = 0; i < (uint64_t)documents * 2; i += 2)
        if ((dates[i] || dates[i + 1]) && (!is_day(dates[i]) || !is_day(dates[i + 1]) || dates[i] > dates[i + 1]))
            return false;
    return true;
}

static const struct field *field_of(const char *row) {
    if (!memchr(row, '\0', COLUMNS_NAME))
        return NULL;
    const struct field *field = field_find(str_from(row));
    return field && strcmp(field->name, row) == 0 ? field : NULL;
}

static bool read_columns(struct columns *columns, uint32_t fields, struct str *rest) {
    const char *rows = take(rest, (uint64_t)fields * COLUMNS_ROW);
    columns->lengths = take_numbers(rest, columns->documents);
    columns->dates = take_numbers(rest, (uint64_t)columns->documents * 2);
    if (!rows || !columns->lengths || !columns->dates || !dates_fit(columns->dates, columns->documents))
        return false;
    for (uint32_t i = 0; i < fields; i++) {
        const char *row = rows + (size_t)i * COLUMNS_ROW;
        const struct field *field = field_of(row);
        if (!field || columns->column[field->id].first)
            return false;
        struct column *column = &columns->column[field->id];
        column->values = bytes_u32(row + COLUMNS_NAME);
        column->numbers = bytes_u32(row + COLUMNS_NAME + 4);
        column->string_bytes = bytes_u32(row + COLUMNS_NAME + 8);
        if (!read_column(column, columns->documents, rest))
            return false;
    }
    return rest->n == 0;
}

static enum err_code check(struct columns *columns, const char *path, struct err *e) {
    struct str file = columns->map.bytes;
    if (file.n < COLUMNS_HEADER + COLUMNS_CHECKSUM)
        return damaged(path, "the file is too short", e);
    if (memcmp(file.p, COLUMNS_MAGIC, COLUMNS_MAGIC_BYTES) != 0 ||
        bytes_u32(file.p + COLUMNS_MAGIC_BYTES) != COLUMNS_VERSION)
        return damaged(path, "the beginning is not that of columns", e);
    struct str summed = str_slice(file, 0, file.n - COLUMNS_CHECKSUM);
    if (XXH3_64bits(summed.p, summed.n) != bytes_u64(file.p + summed.n))
        return damaged(path, "the checksum is wrong", e);
    columns->documents = bytes_u32(file.p + COLUMNS_MAGIC_BYTES + 4);
    struct str rest = str_slice(summed, COLUMNS_HEADER, summed.n);
    if (!read_columns(columns, bytes_u32(file.p + COLUMNS_MAGIC_BYTES + 8), &rest))
        return damaged(path, "the parts do not fit together", e);
    return ERR_OK;
}

enum err_code columns_open(struct columns **out, const char *path, struct err *e) {
    struct columns *columns = mem_alloc(sizeof *columns);
    enum err_code code = file_map_open(&columns->map, path, e);
    if (!code)
        code = check(columns, path, e);
    if (code)
        columns_close(&columns);
    *out = columns;
    return code;
}

void columns_close(struct columns **columns) {
    if (!*columns)
        return;
    file_map_close(&(*columns)->map);
    free(*columns);
    *columns = NULL;
}

uint32_t columns_documents(const struct columns *columns) {
    return columns->documents;
}

const uint32_t *columns_lengths(const struct columns *columns) {
    return columns->lengths;
}

struct date columns_date(const struct columns *columns, uint32_t docid) {
    assert(docid >= 1 && docid <= columns->documents);
    const uint32_t *date = columns->dates + (size_t)(docid - 1) * 2;
    return (struct date){date[0], date[1]};
}

uint32_t columns_value_count(const struct columns *columns, enum field_id field) {
    return columns->column[field].values;
}

static struct str string_at(const struct column *column, uint32_t value, unsigned which) {
    assert(value < column->values);
    const uint32_t *ends = column->ends + (size_t)value * 2 + which;
    return (struct str){column->strings + ends[0], ends[1] - ends[0]};
}

struct str columns_key(const struct columns *columns, enum field_id field, uint32_t value) {
    return string_at(&columns->column[field], value, 0);
}

struct str columns_label(const struct columns *columns, enum field_id field, uint32_t value) {
    return string_at(&columns->column[field], value, 1);
}

const uint32_t *columns_values(const struct columns *columns, enum field_id field, uint32_t docid, uint32_t *n) {
    const struct column *column = &columns->column[field];
    assert(docid >= 1 && docid <= columns->documents);
    *n = 0;
    if (!column->first)
        return NULL;
    *n = column->first[docid] - column->first[docid - 1];
    return column->of + column->first[docid - 1];
}
