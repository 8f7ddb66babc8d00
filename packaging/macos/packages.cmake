# A picture of a disk with the program in it. Never tried: packaging/README.md.
set(CPACK_GENERATOR DragNDrop TGZ)
set(CPACK_DMG_VOLUME_NAME Throughline)
set(CPACK_DMG_FORMAT UDZO)

# Qt and its plugins into the bundle, as macdeployqt knows them.
get_target_property(qmake Qt6::qmake IMPORTED_LOCATION)
get_filename_component(qtBin ${qmake} DIRECTORY)
find_program(MACDEPLOYQT_PROGRAM macdeployqt HINTS ${qtBin})
if(MACDEPLOYQT_PROGRAM)
    install(CODE "
        execute_process(COMMAND \"${MACDEPLOYQT_PROGRAM}\" \"\${CMAKE_INSTALL_PREFIX}/throughline.app\"
            COMMAND_ERROR_IS_FATAL ANY)"
        COMPONENT desktop)
endif()
