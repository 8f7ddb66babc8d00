# throughline_room(NAME sse DIR src/sse SOURCES … USES … [PRIVATE_USES …])
#
# A room is one folder and one static library, throughline_<NAME>. USES are the targets it may use: what is not
# named here, directly or through a named room, does not link, and tests/arrows checks that no room includes a
# header of a room it does not use.
function(throughline_room)
    cmake_parse_arguments(ROOM "" "NAME" "SOURCES;USES;PRIVATE_USES" ${ARGN})
    set(target throughline_${ROOM_NAME})
    add_library(${target} STATIC ${ROOM_SOURCES})
    target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR})
    target_link_libraries(${target} PUBLIC ${ROOM_USES} PRIVATE throughline_options ${ROOM_PRIVATE_USES})

    file(RELATIVE_PATH folder ${CMAKE_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
    set_property(GLOBAL APPEND PROPERTY THROUGHLINE_ROOMS ${ROOM_NAME})
    set_property(GLOBAL PROPERTY THROUGHLINE_ROOM_${ROOM_NAME}_FOLDER ${folder})
    set_property(GLOBAL PROPERTY THROUGHLINE_ROOM_${ROOM_NAME}_USES ${ROOM_USES} ${ROOM_PRIVATE_USES})
endfunction()
