# The committed coefficients of the exponential are those that their generator makes.
set(simd ${PROJECT_SOURCE_DIR}/src/simd)
add_test(NAME unit.exp2_coefficients COMMAND ${GAUSSKERN_PYTHON} ${simd}/exp2_coefficients.py --check
                                             ${simd}/exp2_coefficients.h)
gausskern_test_properties(unit.exp2_coefficients unit)

# Those of recursive filters have the errors that they claim.
set(filter ${PROJECT_SOURCE_DIR}/src/filter)
add_test(NAME unit.exponential_sums COMMAND ${GAUSSKERN_PYTHON} ${filter}/exponentials.py --check
                                            ${filter}/exponentials.h)
gausskern_test_properties(unit.exponential_sums unit)
