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
XAPIAN := xapian-core

CC := gcc
CXX := g++
OPTIMISE := $(if $(SAN),-O1 -fsanitize=address$(,)undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer,-O2)
, := ,
WARN := -Wall -Wextra -Wshadow -Wpointer-arith -Wundef
WARN_C := -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition
CPPFLAGS += -I. -D_GNU_SOURCE -DRASTRO_VERSION='"$(VERSION)"' -MMD -MP $(shell pkg-config --cflags $(LIBRARIES) 2>/dev/null)
CFLAGS += -std=c11 -g -fPIC $(OPTIMISE) $(WARN) $(WARN_C)
CXXFLAGS += -std=c++17 -g -fPIC $(OPTIMISE) $(WARN) $(shell pkg-config --cflags $(XAPIAN) 2>/dev/null)
LDLIBS += $(shell pkg-config --libs $(LIBRARIES) 2>/dev/null) -lstemmer -lcld2
XAPIAN_LIBS = $(shell pkg-config --libs $(XAPIAN) 2>/dev/null)

objects = $(patsubst %,$(B)/%.o,$(basename $(1)))
SHARED_SOURCES := $(wildcard corpus/base/*.c schemas/*.c corpus/*.c corpus/*.cc corpus/store/*.c)
INDEX_SOURCES := $(wildcard indexer/*.c)
SEARCH_SOURCES := $(wildcard searcher/*.c)
UNIT_SOURCES := $(wildcard tests/unit/*.c)
TOOL_SOURCES := $(wildcard tests/tools/*.c)

PROGRAMS := $(B)/rastro-index $(B)/rastro-search
WRAPPER := $(B)/libxapian-c.a $(B)/libxapian-c.so
UNIT_TESTS := $(patsubst tests/unit/%.c,$(B)/tests/unit/%,$(UNIT_SOURCES)) $(B)/xapian-c/xapian_c_test
TEST_TOOLS := $(patsubst tests/tools/%.c,$(B)/tests/tools/%,$(TOOL_SOURCES))

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

$(B)/libxapian-c.so: $(B)/xapian-c/xapian_c.o
	$(CXX) $(OPTIMISE) -shared -Wl,-soname,libxapian-c.so.0 $^ $(XAPIAN_LIBS) -o $@

$(B)/librastro.a: $(call objects,$(SHARED_SOURCES))
	@rm -f $@
	ar rcs $@ $^

LINK = $(CXX) $(OPTIMISE) $^ $(LDLIBS) $(XAPIAN_LIBS) $(EXTRA_LIBS) -o $@

$(B)/rastro-index: $(call objects,$(INDEX_SOURCES)) $(B)/librastro.a $(B)/libxapian-c.a
	$(LINK)

$(B)/rastro-search: $(call objects,$(SEARCH_SOURCES)) $(B)/librastro.a $(B)/libxapian-c.a
	$(LINK)

# A unit test may reach into both programs; their main files are left out.
PROGRAM_PARTS := $(call objects,$(filter-out %/main.c,$(INDEX_SOURCES) $(SEARCH_SOURCES)))
$(B)/librastro-programs.a: $(PROGRAM_PARTS)
	@rm -f $@
	ar rcs $@ $^

$(B)/tests/unit/%: EXTRA_LIBS = -lcmocka
$(B)/tests/unit/%: $(B)/tests/unit/%.o $(B)/librastro-programs.a $(B)/librastro.a $(B)/libxapian-c.a
	$(LINK)

$(B)/tests/tools/%: $(B)/tests/tools/%.o $(B)/librastro-programs.a $(B)/librastro.a $(B)/libxapian-c.a
	$(LINK)

$(B)/xapian-c/xapian_c_test: $(B)/xapian-c/xapian_c_test.o $(B)/libxapian-c.a
	$(CXX) $(OPTIMISE) $^ $(XAPIAN_LIBS) -lcmocka -o $@

-include $(shell find $(B) -name '*.d' 2>/dev/null)

.SECONDARY:
.PHONY: all deps clean
clean:                               ## remove what was built
	rm -rf build build-san

