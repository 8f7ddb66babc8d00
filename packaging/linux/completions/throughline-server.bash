# Completion for throughline-server in bash.
_throughline_server() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    compopt -o filenames 2>/dev/null
    case $previous in
    --data-dir) mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
    --token-file | --provider-config) mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
    --extract) mapfile -t COMPREPLY < <(compgen -W "always never" -- "$current") ;;
    --port | --guide-pace | --extract-model) COMPREPLY=() ;;
    *) mapfile -t COMPREPLY < <(compgen -W "--data-dir --port --token-file --provider-config --guide-pace
        --extract --extract-model --help --help-all --version" -- "$current") ;;
    esac
}
complete -F _throughline_server throughline-server
