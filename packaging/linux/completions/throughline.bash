# Completion for throughline in bash.
_throughline() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    compopt -o filenames 2>/dev/null
    case $previous in
    --data-dir) mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
    *) mapfile -t COMPREPLY < <(compgen -W "--data-dir --help --help-all --version" -f -- "$current") ;;
    esac
}
complete -F _throughline throughline
