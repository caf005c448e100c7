# gausskern plot: its ticks and colours by themselves, and the tool's pictures.
set(cli_source ${PROJECT_SOURCE_DIR}/src/cli)
gausskern_test_executable(test_plot_parts test_plot_parts.c ${cli_source}/colormap.c
                          ${cli_source}/ticks.c)
target_include_directories(test_plot_parts PRIVATE ${cli_source})
add_test(NAME cli.plot_parts COMMAND test_plot_parts)
gausskern_test_properties(cli.plot_parts cli)

foreach(name IN ITEMS kde_pictures plot plot_colors plot_sizes plot_viewers result_pictures show)
  add_test(NAME cli.${name} COMMAND ${GAUSSKERN_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/test_${name}.py
                                    --tool $<TARGET_FILE:gausskern_tool>)
  gausskern_test_properties(cli.${name} cli)
  set_tests_properties(cli.${name} PROPERTIES ENVIRONMENT
                                              "PYTHONDONTWRITEBYTECODE=1;LSAN_OPTIONS=${lsan_options}")
endforeach()
