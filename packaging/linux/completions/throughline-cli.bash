# Completion for throughline-cli in bash.
_throughline_cli() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    compopt -o filenames 2>/dev/null
    case $previous in
    --data-dir) mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
    --token-file | --authority) mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
    --server | --email | --thread) COMPREPLY=() ;;
    *)
        if [[ $current == -* ]]; then
            mapfile -t COMPREPLY < <(compgen -W "--server --data-dir --token-file --authority --email
                --allow-http --thread --no-stream --json --help --help-all --version" -- "$current")
        else
            mapfile -t COMPREPLY < <(compgen -W "threads send messages signals watch login logout" -- "$current")
        fi
        ;;
    esac
}
complete -F _throughline_cli throughline-cli
