# Completion for throughline-server in fish.
complete -c throughline-server -f
complete -c throughline-server -l data-dir -r -a '(__fish_complete_directories)' -d 'Where conversations are kept'
complete -c throughline-server -l port -x -d 'The port on 127.0.0.1'
complete -c throughline-server -l token-file -r -F -d 'Where the token is kept'
complete -c throughline-server -l provider-config -r -F -d 'The model services that answer, in JSON'
complete -c throughline-server -l guide-pace -x -d 'How fast the Guide writes'
complete -c throughline-server -l extract -x -a 'always never' -d 'When what is written is read for signals'
complete -c throughline-server -l extract-model -x -d 'The model that reads what is written'
complete -c throughline-server -s h -l help -d 'Say which options there are'
complete -c throughline-server -l help-all -d 'Say which options there are, those of Qt as well'
complete -c throughline-server -s v -l version -d 'Say which version this is'
