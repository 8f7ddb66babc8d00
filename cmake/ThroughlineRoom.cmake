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

# The test that holds the picture against the code. Rooms reachable through USES count as used.
function(throughline_add_arrow_test)
    get_property(rooms GLOBAL PROPERTY THROUGHLINE_ROOMS)
    set(entries)
    foreach(room IN LISTS rooms)
        get_property(folder GLOBAL PROPERTY THROUGHLINE_ROOM_${room}_FOLDER)
        set(reachable)
        set(pending ${room})
        while(pending)
            list(POP_FRONT pending next)
            get_property(uses GLOBAL PROPERTY THROUGHLINE_ROOM_${next}_USES)
            foreach(used IN LISTS uses)
                string(REGEX REPLACE "^throughline_" "" used "${used}")
                if(used IN_LIST rooms AND NOT used IN_LIST reachable)
                    list(APPEND reachable ${used})
                    list(APPEND pending ${used})
                endif()
            endforeach()
        endwhile()
        list(JOIN reachable "," reachable)
        list(APPEND entries "${room}=${folder}=${reachable}")
    endforeach()
    add_test(NAME arrows COMMAND ${CMAKE_COMMAND} "-DROOMS=${entries}" -DROOT=${CMAKE_SOURCE_DIR}
        -P ${CMAKE_SOURCE_DIR}/cmake/CheckArrows.cmake)
endfunction()
