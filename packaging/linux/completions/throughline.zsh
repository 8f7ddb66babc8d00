#compdef throughline

_arguments \
    '--data-dir[keep conversations, drafts and settings in a folder]:folder:_files -/' \
    '(- *)'{-h,--help}'[say which options there are]' \
    '(- *)--help-all[say which options there are, those of Qt as well]' \
    '(- *)'{-v,--version}'[say which version this is]' \
    '::a file with text, or an address:_files'
