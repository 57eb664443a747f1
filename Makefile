# Steward. `make run` shows it, `make check` proves it; `make help` lists the rest. Everything that is built lies in build/.

CC       = gcc
AR       = ar
BUILD    = build
PREFIX   = /usr/local
SYSCONFDIR = /etc
VERSION  = 0.1.0
SANITIZE =#                 e.g. address,undefined; then give a BUILD of its own
USERS    = 2000#            size of the demo data
LOGS     = 0#               rows of the log besides the usual three an account
MAKEFLAGS += --no-builtin-rules
Q        = $(if $(V),,@)#   make V=1 shows the whole command lines
comma    = ,
PARALLEL = $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc))
say      = @echo '  $1  $(patsubst $(BUILD)/%,%,$@)'

RUN_PACKAGES   = gcc libc6-dev pkg-config libncurses-dev ncurses-base libpq-dev libsodium-dev nettle-dev libcsv-dev libarchive-dev libcurl4-openssl-dev libhpdf-dev fonts-dejavu-core gettext postgresql-15
CHECK_PACKAGES = $(RUN_PACKAGES) ncurses-term libcmocka-dev libvterm-dev postgresql-15-pgtap postgresql-15-plpgsql-check pgbouncer \
	clang clang-tidy clang-format libclang-rt-14-dev cppcheck shellcheck valgrind universal-ctags mandoc binutils python3 openssh-client \
	openssh-server openssl p7zip-full libarchive-tools python3-jsonschema chromium-headless-shell

# ---- flags -----------------------------------------------------------------------------------------------------------------
IS_CLANG := $(findstring clang,$(shell $(CC) --version 2>/dev/null))
ON_X86   := $(filter x86_64 i686,$(shell uname -m))
PACKAGES  = ncursesw libpq libsodium

# Tables name what a row has; what it leaves out is zero.
WARNINGS  = -Wall -Wextra -Wno-missing-field-initializers -Wpedantic -Wshadow -Wvla -Wmissing-prototypes -Wstrict-prototypes -Wconversion -Wformat=2 \
	-Werror -Werror=format-security
HARDENING = -fPIE -fstack-protector-strong -fstack-clash-protection $(if $(ON_X86),-fcf-protection) \
	$(if $(IS_CLANG),,-ftrivial-auto-var-init=zero)
OPTIMISE  = $(if $(SANITIZE),-O1 -fno-omit-frame-pointer -fsanitize=$(SANITIZE) -fno-sanitize-recover=all,-O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
DEFINES   = -D_GNU_SOURCE -DNCURSES_WIDECHAR=1 -DSTEWARD_VERSION='"$(VERSION)"' \
	-DSTEWARD_DATADIR='"$(PREFIX)/share/steward"' -DSTEWARD_LOCALE='"$(PREFIX)/share/locale"' -DSTEWARD_CONFIG='"$(SYSCONFDIR)/steward/steward.conf"'
STEWARD_CFLAGS  = -std=c17 -g $(OPTIMISE) $(WARNINGS) $(HARDENING) -I. -include tests/lint/banned.h $(DEFINES) -pthread \
	$(filter-out -D%,$(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)) $(COVERAGE) $(CFLAGS)
STEWARD_LDFLAGS = -pie -Wl,-z,relro,-z,now,-z,noexecstack -pthread $(if $(SANITIZE),-fsanitize=$(SANITIZE)) $(COVERAGE) $(LDFLAGS)
# libhpdf and libcsv have no pkg-config files. The console knows neither ZIP nor PDF.
CONSOLE_LIBS = $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lcsv -lnettle
LIBS      = $(CONSOLE_LIBS) $(shell pkg-config --libs libarchive 2>/dev/null) -lhpdf

# ---- what there is to build --------------------------------------------------------------------------------------------------
objects   = $(patsubst %.c,$(BUILD)/%.o,$(wildcard $1))
programs  = $(patsubst %.c,$(BUILD)/%,$(wildcard $1))
TUI       = $(call objects,tui/*.c)
# steward-mailer alone speaks to mail servers and starts programs: these are in no archive.
MAILER    = $(addprefix $(BUILD)/,forms/mailer.o backend/mail_smtp.o backend/mail_sendmail.o)
BACKEND   = $(filter-out $(MAILER),$(call objects,backend/*.c))
# What makes steward smaller than steward-papers, likewise.
HANDING   = $(BUILD)/forms/papers.o
FORMS     = $(filter-out $(BUILD)/forms/main.o $(MAILER) $(HANDING),$(call objects,forms/*.c forms/*/*.c))
UNIT      = $(call programs,tests/unit/test_*.c)
HARNESS   = $(call objects,tests/lib/screen/*.c)
SHARED    = $(call objects,tests/lib/*.c)
HELPERS   = $(call programs,tests/attack/*.c tests/fault/*.c tests/lib/selftest/*.c)
BENCHES   = $(call programs,tests/bench/*.c)
FUZZERS   = $(call programs,tests/fuzz/*.c)
POT       = po/steward.pot
PO        = $(wildcard po/*.po)
CATALOGUES = $(patsubst po/%.po,$(BUILD)/locale/%/LC_MESSAGES/steward.mo,$(PO))
# A test links the rooms whose headers it includes, and what these stand on: a test of tui/ cannot reach the database by accident.
rooms     = $(foreach room,tests forms tui backend,$(if $(shell grep -lE '^#include "($(room)|forms|tests/lib)/' $1),$(BUILD)/lib$(room).a))

all: $(BUILD)/steward $(BUILD)/steward-papers $(BUILD)/steward-mailer $(CATALOGUES)

$(BUILD)/steward: $(BUILD)/forms/main.o $(HANDING) $(BUILD)/libforms.a $(BUILD)/libtui.a $(BUILD)/libbackend.a
	$(call say,LINK)
	$(Q)$(CC) $(STEWARD_CFLAGS) $(STEWARD_LDFLAGS) -o $@ $^ $(CONSOLE_LIBS)

$(BUILD)/steward-papers: $(BUILD)/forms/main.o $(BUILD)/libforms.a $(BUILD)/libtui.a $(BUILD)/libbackend.a
	$(call say,LINK)
	$(Q)$(CC) $(STEWARD_CFLAGS) $(STEWARD_LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/steward-mailer: $(MAILER) $(BUILD)/libforms.a $(BUILD)/libtui.a $(BUILD)/libbackend.a
	$(call say,LINK)
	$(Q)$(CC) $(STEWARD_CFLAGS) $(STEWARD_LDFLAGS) -o $@ $^ $(CONSOLE_LIBS) $(shell pkg-config --libs libcurl 2>/dev/null)

$(BUILD)/libtui.a: $(TUI)
$(BUILD)/libbackend.a: $(BACKEND)
$(BUILD)/libforms.a: $(FORMS)
$(BUILD)/libtests.a: $(SHARED)
$(BUILD)/lib%.a:
	$(call say,AR  )
	@rm -f $@
	$(Q)$(AR) rcsD $@ $^

# Objects follow the flags too, so that another PREFIX or compiler never leaves a mixture.
$(BUILD)/flags: FORCE
	@mkdir -p $(BUILD)
	@printf '%s\n' '$(subst ','\'',$(CC) $(STEWARD_CFLAGS) $(STEWARD_LDFLAGS))' | cmp -s - $@ || \
	 printf '%s\n' '$(subst ','\'',$(CC) $(STEWARD_CFLAGS) $(STEWARD_LDFLAGS))' > $@

$(BUILD)/%.o: %.c $(BUILD)/flags
	$(call say,CC  )
	@mkdir -p $(@D)
	$(Q)$(CC) $(STEWARD_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/locale/%/LC_MESSAGES/steward.mo: po/%.po
	@mkdir -p $(@D)
	$(Q)msgfmt --check -o $@ $<

# ---- tests -------------------------------------------------------------------------------------------------------------------
.SECONDEXPANSION:
$(UNIT): $(BUILD)/%: $(BUILD)/%.o $$(call rooms,$$*.c)
	$(call say,LINK)
	$(Q)$(CC) $(STEWARD_CFLAGS) $(STEWARD_LDFLAGS) -o $@ $^ $(LIBS) -lcmocka

# This one answers in place of records and database; private, or its libraries would be linked and the flags written anew.
$(BUILD)/tests/unit/test_danger: private STEWARD_LDFLAGS += $(patsubst %,-Wl$(comma)--wrap=%,entity_act entity_act_on entity_act_row entity_ask entity_key \
	entity_of entity_row entity_tab_row entity_value entity_version list_value notices_soon dialog_ask dialog_choose dialog_confirm dialog_confirm_typed)

$(HELPERS) $(BENCHES): $(BUILD)/%: $(BUILD)/%.o $$(call rooms,$$*.c)
	$(call say,LINK)
	$(Q)$(CC) $(STEWARD_CFLAGS) $(STEWARD_LDFLAGS) -o $@ $^ $(LIBS)

$(FUZZERS): $(BUILD)/%: $(BUILD)/%.o $$(call rooms,$$*.c)
	$(call say,LINK)
	$(Q)clang $(STEWARD_CFLAGS) $(STEWARD_LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LIBS)

$(BUILD)/tests/screen: $(HARNESS)
	$(call say,LINK)
	$(Q)$(CC) $(STEWARD_CFLAGS) $(STEWARD_LDFLAGS) -o $@ $^ $(shell pkg-config --libs vterm ncursesw 2>/dev/null)

# For valgrind, which reads files and makes threads of its own within the process.
$(BUILD)/tests/sandbox_off.o: backend/sandbox.c $(BUILD)/flags
	$(call say,CC  )
	@mkdir -p $(@D)
	$(Q)$(CC) $(STEWARD_CFLAGS) -DSTEWARD_NO_SANDBOX -MMD -MP -c -o $@ $<
$(BUILD)/tests/steward-open: $(BUILD)/forms/main.o $(BUILD)/tests/sandbox_off.o $(BUILD)/libforms.a $(BUILD)/libtui.a $(BUILD)/libbackend.a
	$(call say,LINK)
	$(Q)$(CC) $(STEWARD_CFLAGS) $(STEWARD_LDFLAGS) -o $@ $^ $(LIBS)

# Sanitizers bring a write of their own.
$(BUILD)/tests/count_writes.so: tests/lib/preload/count_writes.c $(BUILD)/flags
	$(call say,LINK)
	@mkdir -p $(@D)
	$(Q)$(CC) $(filter-out -fPIE,$(STEWARD_CFLAGS)) -fPIC -shared -o $@ $<

tests: all $(UNIT) $(HELPERS) $(BUILD)/tests/screen $(if $(SANITIZE),,$(BUILD)/tests/count_writes.so $(BUILD)/tests/steward-open)
unit: $(UNIT)
fuzzers: $(FUZZERS)

# One clang build with AddressSanitizer and UBSan, which feeds the fuzzers too. make check runs no more of it than unit tests and fuzzers; that clang is
# content with every file, tests/lint proves.
SANITIZED = BUILD=$(BUILD)/asan CC=clang SANITIZE=address,undefined,fuzzer-no-link
asan-build:
	$(MAKE) $(SANITIZED) tests fuzzers

check: check-deps
	$(MAKE) $(PARALLEL) tests
	$(MAKE) $(PARALLEL) $(SANITIZED) unit fuzzers
	tests/run --asan $(BUILD)/asan harness unit attack sql asan-unit screen fault valgrind lint fuzz

asan: asan-build
	tests/run --asan $(BUILD)/asan asan-unit asan-screen
ubsan:
	$(MAKE) BUILD=$(BUILD)/ubsan SANITIZE=undefined tests
	tests/run --build $(BUILD)/ubsan unit screen
valgrind: tests
	tests/run valgrind
lint: all
	TIDY_NODES=225000 tests/run lint
fuzz:
	$(MAKE) $(SANITIZED) fuzzers
	tests/run --asan $(BUILD)/asan --fuzz-seconds 60 fuzz
benches: all $(BENCHES)
bench: check-deps
	$(MAKE) $(PARALLEL) benches
	tests/bench/run
coverage:
	$(MAKE) BUILD=$(BUILD)/coverage COVERAGE='--coverage -DSTEWARD_NO_SANDBOX' tests
	tests/run --build $(BUILD)/coverage unit screen
	tests/lib/coverage $(BUILD)/coverage

# ---- running, packages, installing -------------------------------------------------------------------------------------------
# What follows deps is made by another make, that sees the compiler and the libraries which deps has just installed.
run: deps
	@$(MAKE) --no-print-directory $(PARALLEL) all
	@tests/lib/demo run $(USERS)
demo-data: deps
	@$(MAKE) --no-print-directory $(PARALLEL) all
	@DEMO_LOGS=$(LOGS) tests/lib/demo data $(USERS)
deps:
	@tests/lib/packages $(RUN_PACKAGES)
check-deps:
	@tests/lib/packages $(CHECK_PACKAGES)

# A package for this machine's Debian: what `make install PREFIX=/usr` installs, with the libraries it was linked with.
deb:
	rm -rf $(BUILD)/deb
	$(MAKE) PREFIX=/usr BUILD=$(BUILD)/deb/build DESTDIR=$(BUILD)/deb/root install
	mkdir -p $(BUILD)/deb/root/DEBIAN
	printf '%s\n' 'Package: steward' 'Version: $(VERSION)' "Architecture: $$(dpkg --print-architecture)" 'Section: admin' 'Priority: optional' \
	 'Maintainer: The Steward project <root@localhost>' 'Depends: libc6, libncursesw6, libtinfo6, libpq5 (>= 15), libsodium23, libnettle8, libcurl4, libcsv3, libarchive13, libhpdf-2.3.0, fonts-dejavu-core' \
	 'Description: staff console for picture-library websites' > $(BUILD)/deb/root/DEBIAN/control
	dpkg-deb --root-owner-group --build $(BUILD)/deb/root $(BUILD)/steward_$(VERSION)_$$(dpkg --print-architecture).deb
install: all
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/steward" "$(DESTDIR)$(PREFIX)/share/man/man1" "$(DESTDIR)$(PREFIX)/share/man/man5"
	install -m 755 $(BUILD)/steward $(BUILD)/steward-papers $(BUILD)/steward-mailer "$(DESTDIR)$(PREFIX)/bin/"
	cp -R sql doc/sshd "$(DESTDIR)$(PREFIX)/share/steward/"
	for page in doc/*.[15]; do [ ! -e "$$page" ] || install -m 644 "$$page" "$(DESTDIR)$(PREFIX)/share/man/man$${page##*.}/"; done
	install -d "$(DESTDIR)$(PREFIX)/lib/systemd/system"
	for unit in doc/systemd/*.service; do sed 's,^ExecStart=/usr/bin/,ExecStart=$(PREFIX)/bin/,' "$$unit" > "$(DESTDIR)$(PREFIX)/lib/systemd/system/$${unit##*/}"; done
	for mo in $(CATALOGUES); do install -D -m 644 "$$mo" "$(DESTDIR)$(PREFIX)/share/$${mo#$(BUILD)/}"; done
uninstall:
	rm -f "$(DESTDIR)$(PREFIX)"/bin/steward "$(DESTDIR)$(PREFIX)"/bin/steward-papers "$(DESTDIR)$(PREFIX)"/bin/steward-mailer "$(DESTDIR)$(PREFIX)"/share/man/man?/steward*.[15] "$(DESTDIR)$(PREFIX)"/share/locale/*/LC_MESSAGES/steward.mo
	rm -rf "$(DESTDIR)$(PREFIX)/share/steward" "$(DESTDIR)$(PREFIX)"/lib/systemd/system/steward-*.service
# The sentences of the sources and, through tests/lib/sql-messages, those of the database. POT and PO are for tests/lint/catalogue.sh.
pot:
	@mkdir -p po $(BUILD)
	tests/lib/sql-messages > $(BUILD)/sql-messages.c
	xgettext --from-code=UTF-8 --language=C --keyword=_ --keyword=N_ --keyword=ngettext:1,2 --add-comments=TRANSLATORS --sort-by-file \
	 --no-location --package-name=steward -o - forms/*.c forms/*/*.c tui/*.c backend/*.c - < $(BUILD)/sql-messages.c > $(BUILD)/messages.pot
	sed '/^"POT-Creation-Date:/d' $(BUILD)/messages.pot > $(POT)
	for po in $(PO); do msgmerge --quiet --update --backup=none --no-location "$$po" $(POT) && msgattrib --no-obsolete -o "$$po" "$$po" || exit; done
format:
	clang-format -i $$(find tui backend forms tests -name '*.[ch]')
# Options, commands, keys and settings of the manual come from the program's own tables; tests/lint/man.sh finds a page out of date.
doc: all
	for page in steward.1 steward.conf.5; do tests/lib/manual "doc/$$page.in" > "doc/$$page"; done
clean:
	rm -rf $(BUILD)
print-flags:
	@echo '$(subst ','\'',$(STEWARD_CFLAGS))'
help:
	@echo 'make [all] run check bench lint asan ubsan valgrind fuzz coverage unit format pot install uninstall deb clean demo-data [USERS=n LOGS=n] deps'

.PHONY: doc all tests unit fuzzers benches check asan asan-build ubsan valgrind lint fuzz bench coverage run demo-data deps check-deps deb install uninstall pot \
	format clean help print-flags FORCE
.DELETE_ON_ERROR:
-include $(patsubst %.o,%.d,$(TUI) $(BACKEND) $(FORMS) $(MAILER) $(BUILD)/forms/main.o $(BUILD)/tests/sandbox_off.o $(HARNESS) $(SHARED)) $(addsuffix .d,$(UNIT) $(HELPERS) $(BENCHES) $(FUZZERS))
