# After packing: the archive's files in the order of their names and of nobody's, and no time in its head. As CPack
# leaves it, the order is that in which the file system lists them, which differs from one to the next.
set(time)
if(DEFINED ENV{SOURCE_DATE_EPOCH})
    set(time --mtime=@$ENV{SOURCE_DATE_EPOCH})
endif()
foreach(archive IN LISTS CPACK_PACKAGE_FILES)
    if(NOT archive MATCHES "\\.tar\\.gz$")
        continue()
    endif()
    set(folder ${archive}.sorted)
    file(REMOVE_RECURSE ${folder})
    file(MAKE_DIRECTORY ${folder})
    execute_process(COMMAND tar --extract --file ${archive} --directory ${folder} COMMAND_ERROR_IS_FATAL ANY)
    file(REMOVE ${archive})
    file(GLOB names RELATIVE ${folder} ${folder}/*)
    execute_process(
        COMMAND tar --create --directory ${folder} --sort=name --format=gnu --owner=0 --group=0 --numeric-owner
            ${time} ${names}
        COMMAND gzip -9n
        OUTPUT_FILE ${archive} COMMAND_ERROR_IS_FATAL ANY)
    file(REMOVE_RECURSE ${folder})
endforeach()
