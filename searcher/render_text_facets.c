/* Counts for a person at a terminal: the values of a facet with bars, and tables of two fields. */
#include "searcher/render_page.h"

#define INDENT "    "
#define BAR_COLUMNS 24
#define LABEL_COLUMNS_MAX 40
/* Of a table so many rows and columns are printed; the JSON answer has all of it. */
#define CROSS_ROWS 30
#define CROSS_COLUMNS 12

static void add_bar(struct page *page, uint32_t count, uint32_t most) {
    size_t columns = most ? ((size_t)count * BAR_COLUMNS + most - 1) / most : 0;
    page_tone(page, TONE_QUIET);
    for (size_t i = 0; i < columns; i++)
        buf_add_c(page->out, "▪");
    page_tone(page, TONE_PLAIN);
}

static void add_share(struct page *page, uint32_t count, uint32_t of) {
    struct buf number;
    buf_init(&number);
    page_number(&number, of);
    buf_addf(page->out, "of %7s, %5.1f %%  ", number.data, of ? 100.0 * count / of : 0);
    buf_fini(&number);
}

static void add_facet_value(struct page *page, const struct facet_value *value, bool has_shares, size_t label_columns,
                            uint32_t most) {
    size_t columns = page_width(value->label);
    buf_add_c(page->out, value->active ? "  ✓ " : "    ");
    page_safe(page, value->label);
    for (; columns < label_columns; columns++)
        buf_add_byte(page->out, ' ');
    struct buf number;
    buf_init(&number);
    page_number(&number, value->count);
    buf_addf(page->out, " %7s  ", number.data);
    buf_fini(&number);
    if (has_shares)
        add_share(page, value->count, value->of);
    add_bar(page, value->count, most);
    buf_add_byte(page->out, '\n');
}

void page_facet(struct page *page, const struct facet *facet) {
    size_t label_columns = 0;
    uint32_t most = 0;
    for (size_t i = 0; i < facet->value_count; i++) {
        size_t columns = page_width(facet->values[i].label);
        label_columns = columns > label_columns ? columns : label_columns;
        most = facet->values[i].count > most ? facet->values[i].count : most;
    }
    if (label_columns > LABEL_COLUMNS_MAX)
        label_columns = LABEL_COLUMNS_MAX;
    page_toned(page, TONE_TITLE, str_from(facet->field->name));
    buf_addf(page->out, "  (%u value%s", facet->total, facet->total == 1 ? "" : "s");
    if (facet->missing)
        buf_addf(page->out, ", %u document%s without", facet->missing, facet->missing == 1 ? "" : "s");
    if (facet->coarse)
        buf_addf(page->out, ", %u dated less exactly", facet->coarse);
    buf_add_c(page->out, ")\n");
    for (size_t i = 0; i < facet->value_count; i++)
        add_facet_value(page, &facet->values[i], facet->has_shares, label_columns, most);
    if (facet->total > facet->value_count)
        buf_addf(page->out, INDENT "and %zu more: --facet %s:0 shows all\n", facet->total - facet->value_count,
                 facet->field->name);
    buf_add_byte(page->out, '\n');
}

/* ---- tables ---- */

static void add_cell(struct page *page, uint64_t count) {
    struct buf number;
    if (count == 0) {
        buf_add_c(page->out, "        ·");
        return;
    }
    buf_init(&number);
    page_number(&number, count);
    buf_addf(page->out, " %8s", number.data);
    buf_fini(&number);
}

static void add_cross_head(struct page *page, const struct cross *cross, size_t label_columns, size_t columns) {
    page_tone(page, TONE_TITLE);
    page_padded(page, STR_EMPTY, label_columns + 4);
    buf_addf(page->out, " %8s", "all");
    for (size_t k = 0; k < columns; k++) {
        const struct str id = cross->columns.values[k].id;
        for (size_t width = page_width(id); width < 9; width++)
            buf_add_byte(page->out, ' ');
        page_safe(page, id);
    }
    if (cross->columns.missing)
        buf_addf(page->out, " %8s", "without");
    page_tone(page, TONE_PLAIN);
    buf_add_byte(page->out, '\n');
}

static void add_cross_row(struct page *page, const struct cross *cross, size_t row, size_t label_columns, size_t columns) {
    const size_t width = cross->columns.value_count + 1;
    const bool without = row == cross->rows.value_count;
    buf_add_c(page->out, INDENT);
    page_padded(page, without ? STR("(without)") : cross->rows.values[row].label, label_columns);
    add_cell(page, without ? cross->rows.missing : cross->rows.values[row].count);
    for (size_t k = 0; k < columns; k++)
        add_cell(page, cross->counts[row * width + k]);
    if (cross->columns.missing)
        add_cell(page, cross->counts[row * width + width - 1]);
    buf_add_byte(page->out, '\n');
}

void page_cross(struct page *page, const struct cross *cross) {
    const size_t rows = cross->rows.value_count < CROSS_ROWS ? cross->rows.value_count : CROSS_ROWS;
    const size_t columns = cross->columns.value_count < CROSS_COLUMNS ? cross->columns.value_count : CROSS_COLUMNS;
    size_t label_columns = page_width(STR("(without)"));
    for (size_t r = 0; r < rows; r++) {
        const size_t width = page_width(cross->rows.values[r].label);
        label_columns = width > label_columns ? width : label_columns;
    }
    page_toned(page, TONE_TITLE, str_from(cross->rows.field->name));
    buf_add_c(page->out, " and ");
    page_toned(page, TONE_TITLE, str_from(cross->columns.field->name));
    if (rows < cross->rows.value_count || columns < cross->columns.value_count)
        buf_addf(page->out, "  (%zu of %zu rows, %zu of %zu columns; --format json has all)", rows,
                 cross->rows.value_count, columns, cross->columns.value_count);
    buf_add_byte(page->out, '\n');
    add_cross_head(page, cross, label_columns, columns);
    for (size_t r = 0; r < rows; r++)
        add_cross_row(page, cross, r, label_columns, columns);
    if (cross->rows.missing)
        add_cross_row(page, cross, cross->rows.value_count, label_columns, columns);
    buf_add_byte(page->out, '\n');
}
