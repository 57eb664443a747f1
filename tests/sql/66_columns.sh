#!/bin/bash
# Every column that a screen names exists in the database's list of columns, with a fitting kind, order and filter; what a form asks for,
# the database takes.
. tests/lib/tap.sh

declare -A kind sortable filterable writable
while IFS='|' read -r entity column is_kind is_sortable is_filterable is_writable; do
  at=$entity.$column
  kind[$at]=$is_kind sortable[$at]=$is_sortable filterable[$at]=$is_filterable writable[$at]=$is_writable
done < <(psql -XAtqc 'SELECT entity, name, kind, sortable, filterable, writable FROM meta.columns')

fits() { # kind on the screen, kind in the database
  case "$1/$2" in
  -/?* | text/?* | number/number | reference/number | lines/text | "$2/$2") return 0 ;;
  progress/number | progress/text | chart/text) return 0 ;;
  yesno/tristate | tristate/yesno | choice/text | choice/reference) return 0 ;;
  esac
  return 1
}

flaw() { # entity.column, kind, use, sort, filter
  if [ -z "${kind[$1]:-}" ]; then
    echo "the database has no such column"
  elif ! fits "$2" "${kind[$1]}"; then
    echo "it is $2 on the screen and ${kind[$1]} in the database"
  elif [ "$4" = sort ] && [ "${sortable[$1]}" = f ]; then
    echo "the screen sorts by it, the database does not"
  elif [ "$5" = filter ] && [ "${filterable[$1]}" = f ]; then
    echo "the screen filters by it, the database does not"
  elif [ "$3" = new ] && [ "${writable[$1]}" = f ]; then
    echo "the form asks for it, the database does not take it"
  fi
}

while IFS=$'\t' read -r entity column is use sort filter; do
  tap_empty "$(flaw "$entity.$column" "$is" "$use" "$sort" "$filter")" "$entity.$column ($use) fits"
done < <("${BUILD:-build}/steward" manual columns | sort -u)
tap_done
