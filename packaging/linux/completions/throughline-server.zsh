#compdef throughline-server

_arguments \
    '--data-dir[where conversations are kept]:folder:_files -/' \
    '--port[the port on 127.0.0.1]:number:' \
    '--token-file[where the token is kept]:file:_files' \
    '--provider-config[the model services that answer, in JSON]:file:_files' \
    '--guide-pace[how fast the Guide writes]:factor:' \
    '--extract[when what is written is read for signals]:when:(always never)' \
    '--extract-model[the model that reads what is written]:provider/model:' \
    '(- *)'{-h,--help}'[say which options there are]' \
    '(- *)--help-all[say which options there are, those of Qt as well]' \
    '(- *)'{-v,--version}'[say which version this is]'
