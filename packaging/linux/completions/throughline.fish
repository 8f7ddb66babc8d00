# Completion for throughline in fish.
complete -c throughline -F
complete -c throughline -l data-dir -r -a '(__fish_complete_directories)' -d 'Keep conversations, drafts and settings in a folder'
complete -c throughline -s h -l help -d 'Say which options there are'
complete -c throughline -l help-all -d 'Say which options there are, those of Qt as well'
complete -c throughline -s v -l version -d 'Say which version this is'
