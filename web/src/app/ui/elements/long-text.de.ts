export default {
  showWhole: 'Ganz zeigen',
  showLess: 'Weniger zeigen',
};
