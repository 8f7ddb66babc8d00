#compdef throughline-cli

local -a commands=(
    'threads:every conversation'
    'send:ask, and print the reply as it arrives'
    'messages:every message of a conversation'
    'signals:every signal of a conversation'
    'watch:poll for signals'
    'login:sign in to a team server'
    'logout:forget the session'
)

_arguments \
    '(--data-dir)--server[the address of the server]:url:' \
    '(--server)--data-dir[run the embedded server on a folder]:folder:_files -/' \
    '--token-file[the file that holds the token or the session]:file:_files' \
    '--authority[a certificate authority to trust as well]:file:_files' \
    '--email[login\: whose account it is]:address:' \
    '--allow-http[login\: send the password over http to another machine]' \
    '--thread[the conversation]:id:' \
    '--no-stream[send\: post plainly and wait for the whole reply]' \
    '--json[one JSON object a line]' \
    '(- *)'{-h,--help}'[say which commands and options there are]' \
    '(- *)--help-all[say which options there are, those of Qt as well]' \
    '(- *)'{-v,--version}'[say which version this is]' \
    '1:command:{ _describe command commands }' \
    '2:text:'
