# One entry for each instruction set: the test takes its name, and skips where the processor lacks it.
gausskern_test_executable(test_unit_exp2 test_exp2.c)
target_include_directories(test_unit_exp2 PRIVATE ${PROJECT_SOURCE_DIR}/src)
target_link_libraries(test_unit_exp2 PRIVATE gausskern_static)
foreach(isa IN LISTS GAUSSKERN_TEST_ISAS)
  add_test(NAME unit.exp2.${isa} COMMAND test_unit_exp2 ${isa})
  gausskern_test_properties(unit.exp2.${isa} unit)
endforeach()
