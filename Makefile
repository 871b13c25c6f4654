# Rastro: one Makefile, no recursion into folders. `make help` lists what it can do.
#
#   build/            what is made (build-san/ for SAN=1)
#   packages.txt      the Debian packages; `make deps` installs those that are missing

SHELL := /bin/bash
.DEFAULT_GOAL := all

VERSION := 0.1.0
PREFIX ?= /usr/local
DESTDIR ?=
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

B ?= build$(if $(SAN),-san)

LIBRARIES := icu-i18n icu-uc jansson sqlite3 zlib libxxhash
# Only the indexer reads strangers' formats.
FORMAT_LIBRARIES := libxml-2.0 libarchive uchardet libseccomp gmime-3.0 libconfig
XAPIAN := xapian-core

CC := gcc
CXX := g++
, := ,
OPTIMISE := $(if $(SAN),-O1 -fsanitize=address$(,)undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer,-O2)
WARN := -Wall -Wextra -Wshadow -Wpointer-arith -Wundef
WARN_C := -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition
CPPFLAGS += -I. -D_GNU_SOURCE -DRASTRO_VERSION='"$(VERSION)"' -MMD -MP $(shell pkg-config --cflags $(LIBRARIES) $(FORMAT_LIBRARIES) 2>/dev/null)
CFLAGS += -std=c11 -g -fPIC $(OPTIMISE) $(WARN) $(WARN_C) $(CFLAGS_EXTRA)
CXXFLAGS += -std=c++17 -g -fPIC $(OPTIMISE) $(WARN) $(CFLAGS_EXTRA) $(shell pkg-config --cflags $(XAPIAN) 2>/dev/null)
LDLIBS += -lm $(shell pkg-config --libs $(LIBRARIES) 2>/dev/null) -lstemmer -Wl,--no-as-needed -lcld2_full -lcld2
FORMAT_LIBS = $(shell pkg-config --libs $(FORMAT_LIBRARIES) 2>/dev/null) -lgumbo
XAPIAN_LIBS = $(shell pkg-config --libs $(XAPIAN) 2>/dev/null)

objects = $(patsubst %,$(B)/%.o,$(basename $(1)))
SHARED_SOURCES := $(wildcard corpus/base/*.c schemas/*.c corpus/*.c corpus/*.cc corpus/store/*.c)
INDEX_SOURCES := $(wildcard indexer/*.c indexer/*/*.c)
SEARCH_SOURCES := $(wildcard searcher/*.c)
XAPIAN_C_TESTS := $(wildcard xapian-c/tests/*.c)
UNIT_SOURCES := $(wildcard tests/unit/*.c)
TOOL_SOURCES := $(wildcard tests/tools/*.c)

PROGRAMS := $(B)/rastro-index $(B)/rastro-search
WRAPPER := $(B)/libxapian-c.a $(B)/libxapian-c.so
UNIT_TESTS := $(patsubst tests/unit/%.c,$(B)/tests/unit/%,$(UNIT_SOURCES)) $(B)/xapian-c/xapian_c_test
TEST_TOOLS := $(patsubst tests/tools/%.c,$(B)/tests/tools/%,$(TOOL_SOURCES))
BENCH_SOURCES := $(wildcard tests/bench/*.c)
BENCHES := $(patsubst tests/bench/%.c,$(B)/tests/bench/%,$(BENCH_SOURCES))

all: $(PROGRAMS) $(WRAPPER)          ## build both programs and the xapian-c library

# ---- building ---------------------------------------------------------------------------------------------------

$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -c $< -o $@

$(B)/%.o: %.cc
	@mkdir -p $(@D)
	$(CXX) $(CPPFLAGS) $(CXXFLAGS) -c $< -o $@

$(B)/libxapian-c.a: $(B)/xapian-c/xapian_c.o
	@rm -f $@
	ar rcs $@ $^

$(B)/libxapian-c.so: $(B)/xapian-c/xapian_c.o xapian-c/xapian-c.map
	$(CXX) $(OPTIMISE) -shared -Wl,-soname,libxapian-c.so.0,--version-script=xapian-c/xapian-c.map $< $(XAPIAN_LIBS) -o $@

$(B)/librastro.a: $(call objects,$(SHARED_SOURCES))
	@rm -f $@
	ar rcs $@ $^

# Everything is bound at the start: the forked readers would each look up the same names again.
LINK = $(CXX) $(OPTIMISE) -Wl,-z,relro,-z,now $^ $(EXTRA_LIBS) $(LDLIBS) $(XAPIAN_LIBS) -o $@

$(B)/rastro-index: EXTRA_LIBS = $(FORMAT_LIBS)
$(B)/rastro-index: $(call objects,$(INDEX_SOURCES)) $(B)/librastro.a $(B)/libxapian-c.a
	$(LINK)

$(B)/rastro-search: $(call objects,$(SEARCH_SOURCES)) $(B)/librastro.a $(B)/libxapian-c.a
	$(LINK)

# A unit test may reach into both programs; their main files are left out.
PROGRAM_PARTS := $(call objects,$(filter-out %/main.c,$(INDEX_SOURCES) $(SEARCH_SOURCES)))
$(B)/librastro-programs.a: $(PROGRAM_PARTS)
	@rm -f $@
	ar rcs $@ $^

$(B)/tests/unit/%: EXTRA_LIBS = -lcmocka $(FORMAT_LIBS)
$(B)/tests/unit/%: $(B)/tests/unit/%.o $(B)/librastro-programs.a $(B)/librastro.a $(B)/libxapian-c.a
	$(LINK)

$(B)/tests/tools/%: EXTRA_LIBS = $(FORMAT_LIBS)
$(B)/tests/tools/%: $(B)/tests/tools/%.o $(B)/librastro-programs.a $(B)/librastro.a $(B)/libxapian-c.a
	$(LINK)

$(B)/tests/bench/%: EXTRA_LIBS = $(FORMAT_LIBS)
$(B)/tests/bench/%: $(B)/tests/bench/%.o $(B)/librastro-programs.a $(B)/librastro.a $(B)/libxapian-c.a
	$(LINK)

$(B)/xapian-c/xapian_c_test: $(call objects,$(XAPIAN_C_TESTS)) $(B)/libxapian-c.a
	$(CXX) $(OPTIMISE) $^ $(XAPIAN_LIBS) -lcmocka -o $@

-include $(shell find $(B) -name '*.d' 2>/dev/null)

.SECONDARY:
clean:                               ## remove what was built
	rm -rf build build-san

# ---- what is missing on this machine -------------------------------------------------------------------------------

# `make run` and `make check` begin here and then start make again, because the compiler flags come from packages that
# may just have been installed.
deps:                                ## install the missing packages of packages.txt
	@missing=$$(sed 's/#.*//' packages.txt | while read -r p; do [ -z "$$p" ] || \
	    dpkg-query -W -f='$${db:Status-Status}\n' "$$p" 2>/dev/null | grep -qx installed || printf '%s ' "$$p"; done); \
	[ -z "$$missing" ] || { echo "Installing: $$missing"; \
	    $(SUDO) apt-get update -qq && DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq \
	    --no-install-recommends $$missing >/dev/null; }

# ---- trying it out -------------------------------------------------------------------------------------------------

SAMPLE := $(B)/sample-collection

run: deps                            ## install what is missing, build, index the sample, answer a first query
	@$(MAKE) --no-print-directory -s all
	@echo "\$$ rastro-index --collection $(SAMPLE) add corpus/sample"
	@$(B)/rastro-index --collection $(SAMPLE) add corpus/sample
	@echo
	@echo "\$$ rastro-search --collection $(SAMPLE) police overseas"
	@$(B)/rastro-search --collection $(SAMPLE) police overseas
	@echo
	@echo "Go on with your own words, in any language:"
	@echo "  $(B)/rastro-search --collection $(SAMPLE) 'comisarías OR 警务'"
	@echo "  $(B)/rastro-search --collection $(SAMPLE) query --filter country=ES --facet year -- investigacion"
	@echo "or with your own files:"
	@echo "  $(B)/rastro-index --collection ~/my-collection add FOLDER"
	@echo "README.md has a first session; rastro-search --help fits one screen."

# ---- testing -------------------------------------------------------------------------------------------------------

check: deps                          ## install what is missing, build, run every test (SAN=1: with sanitizers)
	@$(MAKE) --no-print-directory -s check-now SAN=$(SAN) B=$(B)

check-now: all $(UNIT_TESTS) $(TEST_TOOLS)
	@BUILD=$(B) SAN=$(SAN) tests/run

test-tools: $(UNIT_TESTS) $(TEST_TOOLS)

CLANG_TIDY_SOURCES := $(filter-out corpus/language_cld2.cc,$(SHARED_SOURCES)) $(INDEX_SOURCES) $(SEARCH_SOURCES)

lint: deps                           ## clang-tidy, cppcheck, shellcheck, the house rules
	@$(MAKE) --no-print-directory -s lint-now

lint-now:
	@echo "gcc: no warnings"
	@$(MAKE) --no-print-directory -s B=build/lint CFLAGS_EXTRA=-Werror all $(patsubst $(B)/%,build/lint/%,$(UNIT_TESTS) $(TEST_TOOLS) $(BENCHES))
	@echo "house rules"
	@tests/house
	@echo "shellcheck"
	@shellcheck -x $$(git ls-files '*.sh' tests/run tests/house .ci/run)
	@echo "cppcheck"
	@cppcheck -q -j2 --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
	    --suppressions-list=tests/cppcheck.suppress -I. -D_GNU_SOURCE -DRASTRO_VERSION='"$(VERSION)"' \
	    $(filter %.c,$(SHARED_SOURCES) $(INDEX_SOURCES) $(SEARCH_SOURCES)) $(XAPIAN_C_TESTS) $(UNIT_SOURCES) $(TOOL_SOURCES) $(BENCH_SOURCES)
	@echo "clang-tidy"
	@printf '%s\n' $(filter %.c,$(CLANG_TIDY_SOURCES)) | xargs -P2 -I{} clang-tidy --quiet {} -- -std=c11 $(filter-out -MMD -MP,$(CPPFLAGS)) 2>/dev/null
	@clang-tidy --quiet xapian-c/xapian_c.cc -- -std=c++17 -I. $(shell pkg-config --cflags $(XAPIAN) 2>/dev/null) 2>/dev/null
	@echo "lint: clean"

# ---- measuring -----------------------------------------------------------------------------------------------------

eval: all                            ## retrieval quality on ten collections beside published figures
	@BUILD=$(B) tests/eval/run.sh

eval-save: all                       ## the same, and write the table to tests/eval/README.md
	@BUILD=$(B) tests/eval/run.sh --save

torture-confine: $(B)/tests/tools/hostile_readers ## 1,000 readers taken over by what they read
	@$< 1000 8

bench-analysis: $(BENCHES)           ## megabytes of text a second that become tokens, by script
	@BUILD=$(B) tests/bench/analysis.sh

bench-languages: all $(BENCHES)      ## what a query over all languages costs beside one language
	@BUILD=$(B) tests/bench/languages.sh

eval-stems: $(B)/tests/tools/stems_measure ## what the stemmers miss and find wrongly, by hunspell's dictionaries
	@BUILD=$(B) tests/eval/stems.sh

eval-langid: $(B)/tests/tools/langid_score ## how often the language is told rightly, on the shared data
	@$< $${RASTRO_SHARED_DATA:-../shared/data}

eval-charset: $(B)/tests/tools/charset_text ## how often bytes in a legacy charset become the right text, on the shared data
	@python3 tests/eval/charset.py $< $${RASTRO_SHARED_DATA:-../shared/data}/hostile/charset

eval-pdf: $(B)/rastro-index ## word F1 of PDF files beside pdftotext's, and of scanned pages, on the shared data
	@python3 tests/eval/pdf.py $< $${RASTRO_SHARED_DATA:-../shared/data}/pdf
	@if command -v tesseract >/dev/null; then \
	    python3 tests/eval/scans.py $< $${RASTRO_SHARED_DATA:-../shared/data}/pdf; fi

eval-extract: $(B)/tests/tools/extract_pages ## content, title, author and date of real web pages, beside the peers
	@python3 tests/eval/extract.py $< $${RASTRO_SHARED_DATA:-../shared/data}/extract

eval-extract-save: $(B)/tests/tools/extract_pages ## the same, and write the table to tests/eval/README.md
	@python3 tests/eval/extract.py $< $${RASTRO_SHARED_DATA:-../shared/data}/extract --save tests/eval/README.md

learn-extract: $(B)/tests/tools/extract_pages ## the weights of the content rules, learned anew from the shared data
	@/usr/bin/python3 tests/eval/extract_learn.py $< $${RASTRO_SHARED_DATA:-../shared/data}/extract --write

bench-extract: $(B)/tests/tools/extract_pages ## web pages a second that become text and fields, on one core
	@python3 tests/eval/extract.py $< $${RASTRO_SHARED_DATA:-../shared/data}/extract --bench

eval-facts: $(B)/tests/tools/facts_dump ## what is concluded from texts (countries, sources, dates) against what people wrote down
	@BUILD=$(B) tests/eval/facts.sh

# ---- dictionaries --------------------------------------------------------------------------------------------------

# What queries across languages are translated with. The Debian packages are unpacked below $(B), not installed: Apertium's
# would bring a whole translation engine, of which nothing but the dictionaries is read.
FREEDICT := ara-eng ces-eng deu-eng deu-spa ell-eng eng-ara eng-bul eng-ces eng-deu eng-ell eng-fin eng-fra eng-hin \
    eng-hrv eng-hun eng-ind eng-ita eng-jpn eng-nld eng-pol eng-por eng-rus eng-spa eng-swe eng-tur fin-eng fra-eng \
    fra-spa hrv-eng hun-eng ita-eng jpn-eng nld-eng pol-eng por-eng spa-deu spa-eng swe-eng tur-eng
APERTIUM := bel-rus cat-ita en-gl eng-cat eng-spa es-gl es-pt es-ro eu-en eu-es fr-es fra-cat por-cat pt-gl rus-ukr \
    spa-cat spa-ita

dictionaries: $(B)/rastro-index      ## download 130 MB of dictionary packages and make build/dictionaries of them
	@mkdir -p $(B)/dictionary-packages/debs
	@$(SUDO) apt-get update -qq
	@cd $(B)/dictionary-packages/debs && apt-get download -qq $(addprefix dict-freedict-,$(FREEDICT)) \
	    $(addprefix apertium-,$(APERTIUM)) 2> >(grep -v unsandboxed >&2)
	@for deb in $(B)/dictionary-packages/debs/*.deb; do dpkg-deb -x "$$deb" $(B)/dictionary-packages; done
	@$< dictionaries --from $(B)/dictionary-packages/usr/share --to $(B)/dictionaries

# ---- installing ----------------------------------------------------------------------------------------------------

install: all install-xapian-c        ## install both programs, man pages, the xapian-c library (PREFIX, DESTDIR)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/rastro
	install -m 755 $(PROGRAMS) $(DESTDIR)$(PREFIX)/bin
	install -m 644 docs/rastro-index.1 docs/rastro-search.1 $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 schemas/record.schema.json schemas/result.schema.json $(DESTDIR)$(PREFIX)/share/rastro
	if [ -d $(B)/dictionaries ]; then install -d $(DESTDIR)$(PREFIX)/share/rastro/dictionaries && \
	    install -m 644 $(B)/dictionaries/*.rdic $(DESTDIR)$(PREFIX)/share/rastro/dictionaries; fi

install-xapian-c: $(WRAPPER)         ## install only the xapian-c library
	install -d $(DESTDIR)$(PREFIX)/lib/pkgconfig $(DESTDIR)$(PREFIX)/include $(DESTDIR)$(PREFIX)/share/man/man3
	install -m 644 $(B)/libxapian-c.a $(DESTDIR)$(PREFIX)/lib
	install -m 755 $(B)/libxapian-c.so $(DESTDIR)$(PREFIX)/lib/libxapian-c.so.0
	ln -sf libxapian-c.so.0 $(DESTDIR)$(PREFIX)/lib/libxapian-c.so
	install -m 644 xapian-c/xapian_c.h $(DESTDIR)$(PREFIX)/include
	sed 's|@PREFIX@|$(PREFIX)|; s|@VERSION@|$(VERSION)|' xapian-c/xapian-c.pc.in \
	    > $(DESTDIR)$(PREFIX)/lib/pkgconfig/xapian-c.pc
	install -m 644 xapian-c/xapian-c.3 $(DESTDIR)$(PREFIX)/share/man/man3

help:                                ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | column -t -s '|'

.PHONY: all eval-facts clean deps run check check-now dictionaries test-tools lint lint-now eval-langid eval-stems eval-charset eval-pdf eval-extract eval-extract-save learn-extract bench-extract eval eval-save bench-analysis bench-languages torture-confine install install-xapian-c help
