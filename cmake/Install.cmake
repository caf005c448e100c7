# cmake --install: headers, both libraries, the tool and its manual, gausskern.pc, the CMake package.
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/gausskern)

install(DIRECTORY include/gausskern DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        FILES_MATCHING PATTERN "*.h")
install(FILES ${PROJECT_BINARY_DIR}/include/gausskern/version.h
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/gausskern)
install(TARGETS gausskern gausskern_static EXPORT gausskernTargets)
install(EXPORT gausskernTargets NAMESPACE gausskern:: DESTINATION ${package_dir})
if(GAUSSKERN_BUILD_TOOL)
  install(TARGETS gausskern_tool)
  install(FILES docs/gausskern.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
endif()

# What a static link needs beside the archive; LAPACKE and OpenBLAS come through Requires.private.
set(GAUSSKERN_PC_LIBS_PRIVATE "-lm")
if(GAUSSKERN_OPENMP)
  set(GAUSSKERN_PC_LIBS_PRIVATE "${OpenMP_C_FLAGS} -lm")
endif()
# The prefix is told relative to the .pc file, so that an installed tree can be moved.
file(RELATIVE_PATH GAUSSKERN_PC_PREFIX ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig
     ${CMAKE_INSTALL_PREFIX})
configure_file(cmake/gausskern.pc.in gausskern.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/gausskern.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

configure_package_config_file(cmake/gausskernConfig.cmake.in gausskernConfig.cmake
                              INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(gausskernConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/gausskernConfig.cmake
              ${PROJECT_BINARY_DIR}/gausskernConfigVersion.cmake DESTINATION ${package_dir})
