# One INTERFACE target carries every rule about how our code is compiled. Rooms and tests link it; nothing
# sets flags on its own.
add_library(throughline_options INTERFACE)

target_compile_definitions(throughline_options INTERFACE
    QT_NO_KEYWORDS
    QT_NO_CAST_FROM_ASCII
    QT_NO_CAST_TO_ASCII
    QT_NO_URL_CAST_FROM_STRING
    QT_NO_FOREACH
    QT_NO_CONTEXTLESS_CONNECT
    QT_STRICT_ITERATORS
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
    QT_DISABLE_DEPRECATED_BEFORE=0x060400)

# On where we build; what a later compiler warns of must not keep anybody from building.
option(THROUGHLINE_WERROR "Warnings are errors" OFF)
if(THROUGHLINE_WERROR)
    target_compile_options(throughline_options INTERFACE $<IF:$<CXX_COMPILER_ID:MSVC>,/WX,-Werror>)
endif()
if(MSVC)
    target_compile_options(throughline_options INTERFACE /W4 /permissive- /utf-8)
else()
    target_compile_options(throughline_options INTERFACE
        -Wall -Wextra -Wpedantic $<$<CXX_COMPILER_ID:GNU>:-Wshadow=local> -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align
        -Wformat=2 -Wimplicit-fallthrough)
    # Once it optimises, GCC 12 takes initialised values for uninitialised ones.
    target_compile_options(throughline_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
endif()

set(THROUGHLINE_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize= (address,undefined or thread)")
if(THROUGHLINE_SANITIZE)
    target_compile_options(throughline_options INTERFACE
        -fsanitize=${THROUGHLINE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(throughline_options INTERFACE -fsanitize=${THROUGHLINE_SANITIZE})
    if(CMAKE_CXX_COMPILER_ID MATCHES "Clang" AND THROUGHLINE_SANITIZE MATCHES "undefined")
        # Clang before 17 cannot put this check into coroutines.
        target_compile_options(throughline_options INTERFACE -fno-sanitize=function)
    endif()
endif()

# Both only make builds faster; neither changes what is built.
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
    # What a precompiled header was made of is in what it is made from; its own time says nothing.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE_PROGRAM})
    set(THROUGHLINE_PCH_OPTIONS $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endif()
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM AND NOT MSVC)
    target_link_options(throughline_options INTERFACE -fuse-ld=mold)
endif()
