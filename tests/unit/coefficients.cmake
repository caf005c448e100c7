# The committed coefficients of the exponential are those that their generator makes.
set(simd ${PROJECT_SOURCE_DIR}/src/simd)
add_test(NAME unit.exp2_coefficients COMMAND ${GAUSSKERN_PYTHON} ${simd}/exp2_coefficients.py --check
                                             ${simd}/exp2_coefficients.h)
gausskern_test_properties(unit.exp2_coefficients unit)
