# How every target is compiled. Link to muniment_settings; nothing else sets flags.
add_library(muniment_settings INTERFACE)
target_compile_features(muniment_settings INTERFACE cxx_std_20)
set(CMAKE_CXX_EXTENSIONS OFF)
target_include_directories(muniment_settings INTERFACE
  ${PROJECT_SOURCE_DIR}/monitor ${PROJECT_SOURCE_DIR})
target_link_libraries(muniment_settings INTERFACE Threads::Threads)
target_compile_definitions(muniment_settings INTERFACE _FILE_OFFSET_BITS=64)
target_compile_options(muniment_settings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wdouble-promotion -Wformat=2
  -Wimplicit-fallthrough $<$<BOOL:${MUNIMENT_WERROR}>:-Werror>)
target_compile_options(muniment_settings INTERFACE
  $<$<CONFIG:Debug>:-D_GLIBCXX_ASSERTIONS>
  $<$<CONFIG:Release,RelWithDebInfo>:-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong>)
if(MUNIMENT_SANITIZE)
  target_compile_options(muniment_settings INTERFACE
    -fsanitize=${MUNIMENT_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(muniment_settings INTERFACE -fsanitize=${MUNIMENT_SANITIZE})
endif()
