# What a Linux desktop and a terminal expect around a program: manuals, completions, icons, entries.
set(here ${CMAKE_CURRENT_LIST_DIR})
install(FILES ${here}/throughline-server.service
    DESTINATION lib/systemd/user COMPONENT server)

# Without the name and the time of the file, which would differ each time.
find_program(GZIP_PROGRAM gzip REQUIRED)
set(packed ${CMAKE_CURRENT_BINARY_DIR}/packed)
set(made)
macro(throughline_pack source name)
    add_custom_command(OUTPUT ${packed}/${name}.gz
        COMMAND ${CMAKE_COMMAND} -E make_directory ${packed}
        COMMAND ${GZIP_PROGRAM} -9nc ${source} > ${packed}/${name}.gz
        DEPENDS ${source} VERBATIM)
    list(APPEND made ${packed}/${name}.gz)
endmacro()

function(throughline_install_program program component)
    install(FILES ${packed}/${program}.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT ${component})
    set(completion ${here}/completions/${program})
    install(FILES ${completion}.bash RENAME ${program}
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT ${component})
    install(FILES ${completion}.zsh RENAME _${program}
        DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions COMPONENT ${component})
    install(FILES ${completion}.fish
        DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT ${component})
endfunction()

function(throughline_install_documents package component)
    install(FILES ${here}/../debian/copyright ${packed}/changelog.gz ${CMAKE_SOURCE_DIR}/LICENSE
        DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package} COMPONENT ${component})
endfunction()

throughline_pack(${here}/../debian/changelog changelog)
foreach(program throughline-server throughline-cli)
    throughline_pack(${here}/man/${program}.1 ${program}.1)
    throughline_install_program(${program} server)
endforeach()
throughline_install_documents(throughline-server server)

if(THROUGHLINE_GUI)
    throughline_pack(${here}/man/throughline.1 throughline.1)
    throughline_install_program(throughline desktop)
    throughline_install_documents(throughline desktop)
    install(FILES ${here}/${appId}.desktop
        DESTINATION ${CMAKE_INSTALL_DATADIR}/applications COMPONENT desktop)
    install(FILES ${here}/${appId}.metainfo.xml
        DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo COMPONENT desktop)

    set(icons ${CMAKE_INSTALL_DATADIR}/icons/hicolor)
    set(icon ${CMAKE_SOURCE_DIR}/resources/icons/throughline.svg)
    install(FILES ${icon} RENAME ${appId}.svg DESTINATION ${icons}/scalable/apps COMPONENT desktop)
    install(FILES ${here}/${appId}-symbolic.svg
        DESTINATION ${icons}/symbolic/apps COMPONENT desktop)
    # Desktops that read no SVG get pictures; without rsvg-convert there is the SVG.
    find_program(RSVG_CONVERT_PROGRAM rsvg-convert)
    if(RSVG_CONVERT_PROGRAM)
        foreach(size 16 22 24 32 48 64 128 256 512)
            set(picture ${CMAKE_CURRENT_BINARY_DIR}/icons/${size}.png)
            add_custom_command(OUTPUT ${picture}
                COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_CURRENT_BINARY_DIR}/icons
                COMMAND ${RSVG_CONVERT_PROGRAM} -w ${size} -h ${size} -o ${picture} ${icon}
                DEPENDS ${icon} VERBATIM)
            list(APPEND made ${picture})
            install(FILES ${picture} RENAME ${appId}.png
                DESTINATION ${icons}/${size}x${size}/apps COMPONENT desktop)
        endforeach()
    endif()
endif()
add_custom_target(packaging_files ALL DEPENDS ${made})
