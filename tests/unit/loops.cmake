# One entry for each instruction set: the test takes its name, and skips where the processor lacks it.
gausskern_test_executable(test_unit_loops test_loops.c)
target_include_directories(test_unit_loops PRIVATE ${PROJECT_SOURCE_DIR}/src)
target_link_libraries(test_unit_loops PRIVATE gausskern_static)
foreach(isa IN LISTS GAUSSKERN_TEST_ISAS)
  add_test(NAME unit.loops.${isa} COMMAND test_unit_loops ${isa})
  gausskern_test_properties(unit.loops.${isa} unit)
endforeach()
