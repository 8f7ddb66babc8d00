# An installer with NSIS, and an archive. Never tried: packaging/README.md.
set(CPACK_GENERATOR NSIS ZIP)
set(CPACK_NSIS_DISPLAY_NAME Throughline)
set(CPACK_NSIS_PACKAGE_NAME Throughline)
set(CPACK_NSIS_URL_INFO_ABOUT ${CPACK_PACKAGE_HOMEPAGE_URL})
set(CPACK_NSIS_INSTALLED_ICON_NAME bin/throughline.exe)
# The version before goes first: files that are no more would stay. Data is elsewhere and is not touched.
set(CPACK_NSIS_ENABLE_UNINSTALL_BEFORE_INSTALL ON)
set(CPACK_NSIS_MODIFY_PATH ON) # throughline-server and throughline-cli are for the terminal

# Qt and its plugins beside the programs, as windeployqt knows them.
get_target_property(qmake Qt6::qmake IMPORTED_LOCATION)
get_filename_component(qtBin ${qmake} DIRECTORY)
find_program(WINDEPLOYQT_PROGRAM windeployqt HINTS ${qtBin})
if(WINDEPLOYQT_PROGRAM)
    install(CODE "
        execute_process(COMMAND \"${WINDEPLOYQT_PROGRAM}\" --no-translations --no-opengl-sw
            \"\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_BINDIR}/throughline.exe\" COMMAND_ERROR_IS_FATAL ANY)"
        COMPONENT desktop)
endif()
