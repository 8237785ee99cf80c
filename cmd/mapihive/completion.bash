# bash completion for mapihive. It needs bash and nothing else. Load it with
#   source <(mapihive completion bash)
# in ~/.bashrc, or write it to /etc/bash_completion.d/mapihive.
#
# What is typed is parted here and handed over as it is, for nothing that is typed may run before Enter is pressed. Bash
# replaces only what stands behind the last colon, equals sign or opening quotation mark of a word: breaks is where that
# begins.
_mapihive() {
    local line=${COMP_LINE:0:COMP_POINT} words=() word='' quote='' inside='' breaks=0 c i
    for ((i = 0; i < ${#line}; i++)); do
        c=${line:i:1}
        case $quote$c in
            \'\' | \"\") quote='' ;;
            \'?) word+=$c ;;
            '"\')
                if [[ ${line:i+1:1} == [\"\\\$\`] ]]; then
                    ((i++))
                    c=${line:i:1}
                fi
                word+=$c ;;
            \"?) word+=$c ;;
            \\) ((i++)); word+=${line:i:1}; inside=1 ;;
            \' | \") quote=$c inside=1 breaks=${#word} ;;
            ' ' | $'\t')
                [[ -n $inside ]] && words+=("$word")
                word='' inside='' breaks=0 ;;
            *)
                if [[ $c == '~' && -z $inside && ${line:i+1:1} == / ]]; then c=$HOME; fi
                word+=$c inside=1
                [[ $c == [:=] && $COMP_WORDBREAKS == *$c* ]] && breaks=${#word} ;;
        esac
    done

    local out directive flag='' found
    out=$("${words[0]:-mapihive}" __completeNoDesc "${words[@]:1}" "$word" 2>/dev/null) || return
    directive=${out##*:}
    out=${out%:*}
    [[ $directive == *[!0-9]* || -z $directive ]] && return
    [[ $word == -*=* ]] && flag=${word%%=*}=

    COMPREPLY=()
    ((directive & 1)) && return
    ((directive & 4)) && compopt +o default 2>/dev/null
    ((directive & 2)) && compopt -o nospace 2>/dev/null
    if ((directive & 16)); then
        compopt -o filenames 2>/dev/null
        out=$(compgen -d -- "${word#"$flag"}")
    fi
    while IFS= read -r found; do
        found=$flag$found
        [[ -z $found || $found == "$flag" ]] && continue
        _mapihive_begins "$found" "$word" || continue
        found=${found:breaks}
        case $quote in
            '') ((directive & 16)) || printf -v found %q "$found" ;;
            \") found=${found//\\/\\\\} found=${found//\"/\\\"} found=${found//\$/\\\$} found=${found//\`/\\\`} ;;
        esac
        COMPREPLY+=("$found")
    done <<<"$out"
}

# _mapihive_begins reports whether $1 begins with $2, in any case: so do keys and profiles.
_mapihive_begins() {
    local of=${1:0:${#2}} restore result
    restore=$(shopt -p nocasematch)
    shopt -s nocasematch
    [[ $of == "$2" ]]
    result=$?
    eval "$restore"
    return $result
}

complete -o default -F _mapihive mapihive
