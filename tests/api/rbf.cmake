gausskern_api_test(rbf NO_BLAS test_rbf.c)
target_include_directories(test_api_rbf PRIVATE ${PROJECT_SOURCE_DIR}/tests/golden)

set(golden ${PROJECT_SOURCE_DIR}/tests/golden)
add_test(NAME golden.gamma COMMAND ${GAUSSKERN_PYTHON} ${golden}/make_golden_gamma.py --check
                                   ${golden}/golden_gamma.h)
gausskern_test_properties(golden.gamma golden)
