/**
 * What each shell runs to complete a word: it asks the program itself, so that the script need not be written anew
 * when the program changes. An answer is a line for each candidate, with what it is behind a tab.
 */
export const scripts = {
  // `=` and `:` end a word in bash; what stands before them is typed already, and not to be put in once more.
  bash: `_loyalty_gw() {
  local -a words
  read -ra words <<< "\${COMP_LINE:0:COMP_POINT}"
  [[ "\${COMP_LINE:0:COMP_POINT}" == *[[:space:]] ]] && words+=("")
  local current="\${words[-1]}" candidate
  local typed="\${current%"\${current##*[=:]}"}"
  COMPREPLY=()
  while IFS=$'\\t' read -r candidate _; do
    COMPREPLY+=("\${candidate#"$typed"}")
  done < <("\${words[0]}" complete -- "\${words[@]:1}" 2>/dev/null)
  [[ "\${COMPREPLY[0]}" == *[=/] ]] && compopt -o nospace
}
complete -o default -o nosort -F _loyalty_gw loyalty-gw
`,
  zsh: `#compdef loyalty-gw
_loyalty_gw() {
  local -a values shown open opened
  local line value
  while IFS= read -r line; do
    value=\${line%%$'\\t'*}
    if [[ $value == *[=/] ]]; then
      open+=("$value"); opened+=("\${line/$'\\t'/  -- }")
    else
      values+=("$value"); shown+=("\${line/$'\\t'/  -- }")
    fi
  done < <("\${words[1]}" complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  compadd -Q -l -d shown -a values
  compadd -Q -l -S '' -d opened -a open
}
if [[ $funcstack[1] == _loyalty_gw ]]; then _loyalty_gw "$@"; else compdef _loyalty_gw loyalty-gw; fi
`,
  fish: `function __loyalty_gw
  set -l words (commandline -opc)
  $words[1] complete -- $words[2..-1] (commandline -ct) 2>/dev/null
end
complete -c loyalty-gw -f -a '(__loyalty_gw)'
`,
} as const;

export type Shell = keyof typeof scripts;

export const shells = Object.keys(scripts) as Shell[];
