/* What the words of class, id, role and itemprop hint at. Pages in every language write them in English, because
 * frameworks and content systems do. The attribute is taken apart at signs, digits and inner capitals: "relatedPosts_2"
 * is "related", "Posts". */
#include "indexer/extract/html.h"

#include <string.h>
#include <strings.h>

#define WORD_MAX 24u

static const struct {
    const char *word; /* with * at its end: also when more letters follow */
    enum html_hint hint;
} words[] = {
    {"nav*", HTML_HINT_NAV},
    {"menu*", HTML_HINT_NAV},
    {"submenu", HTML_HINT_NAV},
    {"breadcrumb*", HTML_HINT_NAV},
    {"crumb*", HTML_HINT_NAV},
    {"pagination", HTML_HINT_NAV},
    {"pager", HTML_HINT_NAV},
    {"pagenav*", HTML_HINT_NAV},
    {"sitemap", HTML_HINT_NAV},
    {"skip*", HTML_HINT_NAV},
    {"toolbar*", HTML_HINT_NAV},
    {"search*", HTML_HINT_NAV},
    {"language*", HTML_HINT_NAV},
    {"prev*", HTML_HINT_NAV},
    {"next", HTML_HINT_NAV},
    {"toc", HTML_HINT_TOC},
    {"tableofcontents", HTML_HINT_TOC},
    {"contents", HTML_HINT_TOC},
    {"jump*", HTML_HINT_TOC},
    {"comment*", HTML_HINT_COMMENT},
    {"disqus*", HTML_HINT_COMMENT},
    {"respond", HTML_HINT_COMMENT},
    {"reply", HTML_HINT_COMMENT},
    {"replies", HTML_HINT_COMMENT},
    {"reactions", HTML_HINT_COMMENT},
    {"discussion", HTML_HINT_COMMENT},
    {"rating*", HTML_HINT_COMMENT},
    {"feedback", HTML_HINT_COMMENT},
    {"related*", HTML_HINT_RELATED},
    {"recommend*", HTML_HINT_RELATED},
    {"recirc*", HTML_HINT_RELATED},
    {"similar*", HTML_HINT_RELATED},
    {"more", HTML_HINT_CARD},
    {"readmore", HTML_HINT_RELATED},
    {"trending*", HTML_HINT_RELATED},
    {"popular*", HTML_HINT_RELATED},
    {"mostread", HTML_HINT_RELATED},
    {"latest*", HTML_HINT_RELATED},
    {"recent*", HTML_HINT_RELATED},
    {"outbrain*", HTML_HINT_RELATED},
    {"taboola*", HTML_HINT_RELATED},
    {"teaser*", HTML_HINT_CARD},
    {"card*", HTML_HINT_CARD},
    {"carousel*", HTML_HINT_CARD},
    {"slider*", HTML_HINT_CARD},
    {"suggest*", HTML_HINT_RELATED},
    {"upnext", HTML_HINT_RELATED},
    {"feed*", HTML_HINT_CARD},
    {"share*", HTML_HINT_SHARE},
    {"sharing*", HTML_HINT_SHARE},
    {"social*", HTML_HINT_SHARE},
    {"addthis*", HTML_HINT_SHARE},
    {"addtoany*", HTML_HINT_SHARE},
    {"follow*", HTML_HINT_SHARE},
    {"facebook*", HTML_HINT_SHARE},
    {"twitter*", HTML_HINT_SHARE},
    {"whatsapp*", HTML_HINT_SHARE},
    {"print*", HTML_HINT_SHARE},
    {"bookmark*", HTML_HINT_SHARE},
    {"ad", HTML_HINT_AD},
    {"ads", HTML_HINT_AD},
    {"advert*", HTML_HINT_AD},
    {"adsense", HTML_HINT_AD},
    {"sponsor*", HTML_HINT_AD},
    {"banner*", HTML_HINT_AD},
    {"promo*", HTML_HINT_AD},
    {"affiliate*", HTML_HINT_AD},
    {"cta*", HTML_HINT_AD},
    {"commercial", HTML_HINT_AD},
    {"shop*", HTML_HINT_AD},
    {"cart", HTML_HINT_AD},
    {"cookie*", HTML_HINT_CONSENT},
    {"consent*", HTML_HINT_CONSENT},
    {"gdpr*", HTML_HINT_CONSENT},
    {"ccpa*", HTML_HINT_CONSENT},
    {"privacy", HTML_HINT_CONSENT},
    {"onetrust*", HTML_HINT_CONSENT},
    {"newsletter*", HTML_HINT_SIGNUP},
    {"subscri*", HTML_HINT_SIGNUP},
    {"signup", HTML_HINT_SIGNUP},
    {"signin", HTML_HINT_SIGNUP},
    {"login", HTML_HINT_SIGNUP},
    {"register", HTML_HINT_SIGNUP},
    {"registration", HTML_HINT_SIGNUP},
    {"paywall*", HTML_HINT_SIGNUP},
    {"mailchimp", HTML_HINT_SIGNUP},
    {"popup*", HTML_HINT_SIGNUP},
    {"modal*", HTML_HINT_SIGNUP},
    {"optin*", HTML_HINT_SIGNUP},
    {"overlay*", HTML_HINT_SIGNUP},
    {"dialog*", HTML_HINT_SIGNUP},
    {"lightbox*", HTML_HINT_SIGNUP},
    {"contact*", HTML_HINT_SIGNUP},
    {"form", HTML_HINT_SIGNUP},
    {"donat*", HTML_HINT_SIGNUP},
    {"side*", HTML_HINT_SIDE},
    {"aside*", HTML_HINT_SIDE},
    {"rail", HTML_HINT_SIDE},
    {"widget*", HTML_HINT_SIDE},
    {"secondary", HTML_HINT_SIDE},
    {"supplement*", HTML_HINT_SIDE},
    {"infobox*", HTML_HINT_SIDE},
    {"complementary", HTML_HINT_SIDE},
    {"foot*", HTML_HINT_FOOT},
    {"bottom*", HTML_HINT_FOOT},
    {"copyright*", HTML_HINT_FOOT},
    {"colophon", HTML_HINT_FOOT},
    {"legal*", HTML_HINT_FOOT},
    {"imprint", HTML_HINT_FOOT},
    {"impressum", HTML_HINT_FOOT},
    {"disclaimer*", HTML_HINT_FOOT},
    {"contentinfo", HTML_HINT_FOOT},
    {"header*", HTML_HINT_HEAD},
    {"masthead*", HTML_HINT_HEAD},
    {"topbar*", HTML_HINT_HEAD},
    {"logo*", HTML_HINT_HEAD},
    {"brand*", HTML_HINT_HEAD},
    {"hero*", HTML_HINT_HEAD},
    {"byline*", HTML_HINT_BYLINE},
    {"author*", HTML_HINT_BYLINE},
    {"writer*", HTML_HINT_BYLINE},
    {"bio", HTML_HINT_BYLINE},
    {"biography", HTML_HINT_BYLINE},
    {"vcard", HTML_HINT_BYLINE},
    {"contributor*", HTML_HINT_BYLINE},
    {"profile*", HTML_HINT_BYLINE},
    {"date*", HTML_HINT_DATE},
    {"time*", HTML_HINT_DATE},
    {"publish*", HTML_HINT_DATE},
    {"meta*", HTML_HINT_DATE},
    {"postmeta*", HTML_HINT_DATE},
    {"tag", HTML_HINT_TAGS},
    {"tags*", HTML_HINT_TAGS},
    {"categor*", HTML_HINT_TAGS},
    {"keyword*", HTML_HINT_TAGS},
    {"topics", HTML_HINT_TAGS},
    {"label*", HTML_HINT_TAGS},
    {"eyebrow", HTML_HINT_TAGS},
    {"kicker", HTML_HINT_TAGS},
    {"caption*", HTML_HINT_CAPTION},
    {"credit*", HTML_HINT_CAPTION},
    {"figcaption", HTML_HINT_CAPTION},
    {"lead", HTML_HINT_LEAD},
    {"standfirst", HTML_HINT_LEAD},
    {"dek", HTML_HINT_LEAD},
    {"deck", HTML_HINT_LEAD},
    {"subtitle*", HTML_HINT_LEAD},
    {"summary", HTML_HINT_LEAD},
    {"excerpt*", HTML_HINT_LEAD},
    {"intro*", HTML_HINT_LEAD},
    {"subhead*", HTML_HINT_LEAD},
    {"article*", HTML_HINT_CONTENT},
    {"content", HTML_HINT_CONTENT},
    {"body*", HTML_HINT_CONTENT},
    {"entry*", HTML_HINT_CONTENT},
    {"post", HTML_HINT_CONTENT},
    {"story*", HTML_HINT_CONTENT},
    {"text", HTML_HINT_CONTENT},
    {"richtext*", HTML_HINT_CONTENT},
    {"rich", HTML_HINT_CONTENT},
    {"main", HTML_HINT_CONTENT},
    {"prose", HTML_HINT_CONTENT},
    {"wysiwyg", HTML_HINT_CONTENT},
    {"copy", HTML_HINT_CONTENT},
    {"blog*", HTML_HINT_CONTENT},
    {"unseen", HTML_HINT_UNSEEN},
    {"hidden", HTML_HINT_UNSEEN},
    {"hide", HTML_HINT_UNSEEN},
    {"invisible", HTML_HINT_UNSEEN},
    {"offscreen", HTML_HINT_UNSEEN},
    {"sr", HTML_HINT_UNSEEN},
    {"screen", HTML_HINT_UNSEEN},
    {"visuallyhidden", HTML_HINT_UNSEEN},
    {"noprint", HTML_HINT_UNSEEN},
};

static bool matches(struct str word, const char *pattern) {
    size_t n = strlen(pattern);
    bool open = pattern[n - 1] == '*';
    n -= open;
    return (open ? word.n >= n : word.n == n) && strncasecmp(word.p, pattern, n) == 0;
}

#define WORDS (sizeof words / sizeof words[0])

/* The rows that begin with a letter, as a chain of row numbers from 1 on; made once a thread. */
static _Thread_local unsigned char first_row[26], next_row[WORDS + 1];
static _Thread_local bool chained;

static void chain(void) {
    for (size_t i = WORDS; i > 0; i--) {
        unsigned char *first = &first_row[words[i - 1].word[0] - 'a'];
        next_row[i] = *first;
        *first = (unsigned char)i;
    }
    chained = true;
}

static unsigned hint_of_word(struct str word) {
    unsigned found = 0;
    if (word.n < 2 || word.n > WORD_MAX)
        return 0;
    if (!chained)
        chain();
    for (size_t i = first_row[(word.p[0] | 0x20) - 'a']; i; i = next_row[i])
        if (matches(word, words[i - 1].word))
            found |= 1u << words[i - 1].hint;
    return found;
}

static bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

static bool is_letter(char c) {
    return is_upper(c) || (c >= 'a' && c <= 'z');
}

unsigned html_hints_of(struct str attribute) {
    unsigned found = 0;
    for (size_t at = 0; at < attribute.n;) {
        size_t to = at;
        while (to < attribute.n && is_letter(attribute.p[to]) &&
               !(to > at && is_upper(attribute.p[to]) && !is_upper(attribute.p[to - 1])))
            to++;
        found |= hint_of_word(str_slice(attribute, at, to));
        at = to > at ? to : at + 1;
    }
    return found;
}
