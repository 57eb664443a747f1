#!/bin/bash
# Words that do not belong into what we hand out: how and where it was written, traces of unfinished work, secrets.
set -u
. tests/lib/tap.sh

# Text files of the project, as git sees them, without what is ignored. This file has to name the words.
files() {
  git ls-files -z --cached --others --exclude-standard 2>/dev/null | tr '\0' '\n' | grep -v '^tests/lint/words\.sh$'
}
hunt() { # pattern
  files | xargs -d '\n' grep -nIEi "$1" -- 2>/dev/null | cut -c 1-160 | head -n 20
}

[ "$(files | wc -l)" -gt 20 ]
tap_ok $? 'the files are found'
tap_empty "$(hunt '(^|[^a-z])(chatgpt|openai|anthropic|claude|copilot|llm|language model|ai[- ]?(generated|assistant|agent|helper))([^a-z]|$)')" 'no tool is named that wrote it'
tap_empty "$(hunt '/work/(main|shared|build)|/home/[a-z]+/|/tmp/briefs|/tmp/bash_jobs')" 'no path of a particular machine'
tap_empty "$(hunt '(^|[^a-z])(the prototype|the brief|other helpers?|this session wrote|the lead( |'"'"'s))' | grep -v 'session')" 'nothing of how the work was shared out'
tap_empty "$(hunt '(^|[^a-z])(TODO|FIXME|XXX|HACK)([^a-z]|$)' | grep -vE 'mktemp|XXXXXX|tests/lib/job|# *TODO')" 'no loose ends in the text'
tap_empty "$(hunt 'BEGIN ([A-Z]+ )?PRIVATE KEY')" 'no private key'
tap_empty "$(files | xargs -d '\n' grep -lIE '[[:space:]]+$' -- 2>/dev/null | grep -vE '^tests/screen/golden/|\.md$|^po/' | head -n 20)" 'no white space at the end of a line'
tap_done
